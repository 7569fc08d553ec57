import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readStartSearch } from '@/lib/router/start-search';
import { type ListSearch, readListSearch, text } from '@/lib/router/use-list-search';
import { shellRoute } from './root';

type CasesSearch = ListSearch & {
  view?: string;
  queue?: string;
  owner?: string;
  category?: string;
  priority?: string;
  type?: string;
  tag?: string;
};

const SLOTS = ['reply', 'forward', 'comment'] as const;
/** The draft that somebody comes for. */
type CaseSearch = { write?: (typeof SLOTS)[number] };

export const casesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases',
  validateSearch: (raw: Record<string, unknown>): CasesSearch => ({
    ...readListSearch(raw),
    view: text(raw.view),
    queue: text(raw.queue),
    owner: text(raw.owner),
    category: text(raw.category),
    priority: text(raw.priority),
    type: text(raw.type),
    tag: text(raw.tag),
  }),
  component: lazyRouteComponent(() => import('@/features/cases/components/CasesPage'), 'CasesPage'),
});

export const caseRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases/$caseId',
  validateSearch: (raw: Record<string, unknown>): CaseSearch => ({
    write: SLOTS.find((slot) => slot === raw.write),
  }),
  component: lazyRouteComponent(() => import('@/features/cases/components/CasePage'), 'CasePage'),
});

export const startCaseRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases/start',
  validateSearch: readStartSearch,
  component: lazyRouteComponent(() => import('@/features/cases/components/StartPage'), 'StartPage'),
});
