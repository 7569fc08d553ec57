import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { type ListSearch, readListSearch, text } from '@/lib/router/use-list-search';
import { emailPlaces } from '../places';
import { shellRoute } from './root';

const emailHome = createRoute({
  getParentRoute: () => shellRoute,
  path: '/email',
  beforeLoad: ({ context }) => {
    const [first] = emailPlaces(context.session.rights);
    throw redirect({ to: first?.to ?? '/profile' });
  },
});

const mailboxes = createRoute({
  getParentRoute: () => shellRoute,
  path: '/email/mailboxes',
  validateSearch: readListSearch,
  component: lazyRouteComponent(
    () => import('@/features/mailboxes/components/MailboxesPage'),
    'MailboxesPage',
  ),
});

const intake = createRoute({
  getParentRoute: () => shellRoute,
  path: '/email/inbox',
  validateSearch: (raw: Record<string, unknown>): ListSearch & { state?: string; mailbox?: string } => ({
    ...readListSearch(raw),
    state: text(raw.state),
    mailbox: text(raw.mailbox),
  }),
  component: lazyRouteComponent(() => import('@/features/intake/components/IntakePage'), 'IntakePage'),
});

const outbox = createRoute({
  getParentRoute: () => shellRoute,
  path: '/email/outbox',
  validateSearch: (raw: Record<string, unknown>): ListSearch & { sent?: boolean } => ({
    ...readListSearch(raw),
    sent: raw.sent === true || undefined,
  }),
  component: lazyRouteComponent(() => import('@/features/outbox/components/OutboxPage'), 'OutboxPage'),
});

const blocked = createRoute({
  getParentRoute: () => shellRoute,
  path: '/email/blocked',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/blocked/components/BlockedPage'), 'BlockedPage'),
});

const filters = createRoute({
  getParentRoute: () => shellRoute,
  path: '/email/filters',
  component: lazyRouteComponent(() => import('@/features/filters/components/FiltersPage'), 'FiltersPage'),
});

export const emailRoutes = [emailHome, mailboxes, intake, outbox, blocked, filters] as const;
