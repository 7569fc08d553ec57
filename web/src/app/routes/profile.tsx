import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from './root';

const profile = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/features/profile/components/ProfilePage'), 'ProfilePage'),
});

const notifications = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile/notifications',
  component: lazyRouteComponent(
    () => import('@/features/profile/components/NotificationsPage'),
    'NotificationsPage',
  ),
});

const outgoing = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile/outgoing',
  component: lazyRouteComponent(() => import('@/features/profile/components/OutgoingPage'), 'OutgoingPage'),
});

const notices = createRoute({
  getParentRoute: () => shellRoute,
  path: '/notices',
  component: lazyRouteComponent(() => import('@/features/notices/components/NoticesPage'), 'NoticesPage'),
});

/** What concerns the user alone. */
export const profileRoutes = [profile, notifications, outgoing, notices];
