import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readListSearch } from '@/lib/router/use-list-search';
import { settingsPlaces } from '../places';
import { shellRoute } from './root';

const settingsHome = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: ({ context }) => {
    const [first] = settingsPlaces(context.session.rights);
    throw redirect({ to: first?.to ?? '/profile' });
  },
});

const users = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/users',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/settings/components/users/UsersPage'), 'UsersPage'),
});

const roles = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('@/features/settings/components/roles/RolesPage'), 'RolesPage'),
});

const categories = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/categories',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/words/CategoriesPage'),
    'CategoriesPage',
  ),
});

const priorities = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/priorities',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/words/PrioritiesPage'),
    'PrioritiesPage',
  ),
});

const transport = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/outgoing',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/transport/TransportPage'),
    'TransportPage',
  ),
});

export const settingsRoutes = [settingsHome, users, roles, categories, priorities, transport] as const;
