import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { type ListSearch, readListSearch, text } from '@/lib/router/use-list-search';
import { emailPlaces } from '../places';
import { EmailLayout } from '../shell/EmailLayout';
import { shellRoute } from './root';

const emailLayout = createRoute({ getParentRoute: () => shellRoute, id: 'email', component: EmailLayout });

const emailHome = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email',
  beforeLoad: ({ context }) => {
    const [first] = emailPlaces(context.session.rights);
    throw redirect({ to: first?.to ?? '/profile' });
  },
});

const mailboxes = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/mailboxes',
  validateSearch: readListSearch,
  component: lazyRouteComponent(
    () => import('@/features/mailboxes/components/MailboxesPage'),
    'MailboxesPage',
  ),
});

const intake = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/inbox',
  validateSearch: (raw: Record<string, unknown>): ListSearch & { state?: string; mailbox?: string } => ({
    ...readListSearch(raw),
    state: text(raw.state),
    mailbox: text(raw.mailbox),
  }),
  component: lazyRouteComponent(() => import('@/features/intake/components/IntakePage'), 'IntakePage'),
});

const outbox = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/outbox',
  validateSearch: (
    raw: Record<string, unknown>,
  ): ListSearch & {
    sent?: boolean;
    bin?: boolean;
    stopped?: boolean;
    failed?: boolean;
    picture?: boolean;
    domain?: string;
    age?: string;
    destination?: string;
  } => ({
    ...readListSearch(raw),
    sent: raw.sent === true || undefined,
    bin: raw.bin === true || undefined,
    stopped: raw.stopped === true || undefined,
    failed: raw.failed === true || undefined,
    picture: raw.picture === true || undefined,
    destination: text(raw.destination),
    domain: text(raw.domain),
    age: text(raw.age),
  }),
  component: lazyRouteComponent(() => import('@/features/outbox/components/OutboxPage'), 'OutboxPage'),
});

const sent = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/sent',
  validateSearch: (raw: Record<string, unknown>): ListSearch & { everybody?: boolean; state?: string } => ({
    ...readListSearch(raw),
    everybody: raw.everybody === true || undefined,
    state: text(raw.state),
  }),
  component: lazyRouteComponent(() => import('@/features/outbox/components/SentPage'), 'SentPage'),
});

const templates = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/templates',
  component: lazyRouteComponent(
    () => import('@/features/templates/components/ReadTemplatesPage'),
    'ReadTemplatesPage',
  ),
});

const blocked = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/blocked',
  validateSearch: (
    raw: Record<string, unknown>,
  ): ListSearch & { mailbox?: string; filter?: string; bin?: boolean } => ({
    ...readListSearch(raw),
    mailbox: text(raw.mailbox),
    filter: text(raw.filter),
    bin: raw.bin === true || undefined,
  }),
  component: lazyRouteComponent(() => import('@/features/blocked/components/BlockedPage'), 'BlockedPage'),
});

const blockedAddresses = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/blocked-addresses',
  validateSearch: (
    raw: Record<string, unknown>,
  ): ListSearch & {
    shelf?: 'cleared';
    job?: string;
    scope?: string;
    class?: string;
    rule?: string;
    reason?: string;
    written?: boolean;
  } => ({
    ...readListSearch(raw),
    shelf: raw.shelf === 'cleared' ? 'cleared' : undefined,
    job: text(raw.job),
    scope: text(raw.scope),
    class: text(raw.class),
    rule: text(raw.rule),
    reason: text(raw.reason),
    written: raw.written === true || undefined,
  }),
  component: lazyRouteComponent(
    () => import('@/features/blocked-addresses/components/BlockedAddressesPage'),
    'BlockedAddressesPage',
  ),
});

const returns = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/returns',
  validateSearch: (raw: Record<string, unknown>): ListSearch & { done?: boolean } => ({
    ...readListSearch(raw),
    done: raw.done === true || undefined,
  }),
  component: lazyRouteComponent(() => import('@/features/returns/components/ReturnsPage'), 'ReturnsPage'),
});

const filters = createRoute({
  getParentRoute: () => emailLayout,
  path: '/email/filters',
  component: lazyRouteComponent(() => import('@/features/filters/components/FiltersPage'), 'FiltersPage'),
});

/** The e-mail screen and its parts. */
export const emailRoute = emailLayout.addChildren([
  emailHome,
  mailboxes,
  intake,
  outbox,
  sent,
  templates,
  blocked,
  blockedAddresses,
  returns,
  filters,
]);
