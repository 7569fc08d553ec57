import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { type ListSearch, readListSearch, text } from '@/lib/router/use-list-search';
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
  validateSearch: (raw: Record<string, unknown>): ListSearch & { list?: string; company?: string } => ({
    ...readListSearch(raw),
    list: text(raw.list),
    company: text(raw.company),
  }),
  component: lazyRouteComponent(() => import('@/features/people/components/PersonsPage'), 'PersonsPage'),
});

const companies = createRoute({
  getParentRoute: () => peopleLayout,
  path: '/people/companies',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/people/components/CompaniesPage'), 'CompaniesPage'),
});

const selections = createRoute({
  getParentRoute: () => peopleLayout,
  path: '/people/selections',
  component: lazyRouteComponent(
    () => import('@/features/people/components/PeopleListsPage'),
    'SelectionsPage',
  ),
});

const projects = createRoute({
  getParentRoute: () => peopleLayout,
  path: '/people/projects',
  component: lazyRouteComponent(() => import('@/features/people/components/PeopleListsPage'), 'ProjectsPage'),
});

const distributionLists = createRoute({
  getParentRoute: () => peopleLayout,
  path: '/people/distribution-lists',
  component: lazyRouteComponent(
    () => import('@/features/people/components/DistributionListsPage'),
    'DistributionListsPage',
  ),
});

/** Whom the organisation writes to. */
export const peopleRoute = peopleLayout.addChildren([
  peopleHome,
  persons,
  companies,
  selections,
  projects,
  distributionLists,
]);
