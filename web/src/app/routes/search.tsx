import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { type ListSearch, readListSearch } from '@/lib/router/use-list-search';
import { shellRoute } from './root';

export const searchRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/search',
  validateSearch: (raw: Record<string, unknown>): ListSearch => ({ q: readListSearch(raw).q }),
  component: lazyRouteComponent(() => import('@/features/search/components/SearchPage'), 'SearchPage'),
});
