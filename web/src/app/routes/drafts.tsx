import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from './root';

export const draftsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/drafts',
  component: lazyRouteComponent(() => import('@/features/drafts/components/DraftsPage'), 'DraftsPage'),
});
