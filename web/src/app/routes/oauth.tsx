import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from './root';

/** Where a provider sends the browser back to. */
export const oauthReturnRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/oauth/callback/$provider',
  component: lazyRouteComponent(() => import('@/features/oauth/components/OauthReturn'), 'OauthReturn'),
});
