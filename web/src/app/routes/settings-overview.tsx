import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { type ListSearch, readListSearch, text } from '@/lib/router/use-list-search';
import { settingsLayout } from './settings-layout';

/** All settings of the organisation. */
export const allSettings = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/all',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/all/AllSettingsPage'),
    'AllSettingsPage',
  ),
});

/** What narrows the change log. */
type HistorySearch = { kind?: string; key?: string; user?: string; since?: string; before?: string };

/** Who changed which. */
export const history = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/history',
  validateSearch: (raw: Record<string, unknown>): ListSearch & HistorySearch => ({
    ...readListSearch(raw),
    kind: text(raw.kind),
    key: text(raw.key),
    user: text(raw.user),
    since: text(raw.since),
    before: text(raw.before),
  }),
  component: lazyRouteComponent(() => import('@/features/settings/components/audit/AuditPage'), 'AuditPage'),
});
