import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readListSearch } from '@/lib/router/use-list-search';
import { PeopleLayout } from '../shell/PeopleLayout';
import { shellRoute } from './root';

const peopleLayout = createRoute({
  getParentRoute: () => shellRoute,
  id: 'people',
  component: PeopleLayout,
});

const peopleHome = createRoute({
  getParentRoute: () => peopleLayout,
  path: '/people',
  beforeLoad: () => {
    throw redirect({ to: '/people/persons' });
  },
});

const persons = createRoute({
  getParentRoute: () => peopleLayout,
  path: '/people/persons',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/people/components/PersonsPage'), 'PersonsPage'),
});

const companies = createRoute({
  getParentRoute: () => peopleLayout,
  path: '/people/companies',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/people/components/CompaniesPage'), 'CompaniesPage'),
});

/** Whom the organisation writes to. */
export const peopleRoute = peopleLayout.addChildren([peopleHome, persons, companies]);
