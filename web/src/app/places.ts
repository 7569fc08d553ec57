// The places of the application and the rights that show them. A place without its right is nowhere.
import type { Right } from '@/lib/api/types';

type Place = { to: string; text: string; rights: readonly Right[] };

const CASES = ['cases_all', 'cases_own'] as const satisfies Right[];

const EMAIL = [
  { to: '/email/mailboxes', text: 'nav.mailboxes', rights: ['mailboxes'] },
  { to: '/email/inbox', text: 'nav.intake', rights: ['intake'] },
  { to: '/email/outbox', text: 'nav.outbox', rights: ['outbox'] },
  { to: '/email/sent', text: 'nav.sent', rights: CASES },
  { to: '/email/templates', text: 'nav.templates', rights: CASES },
  { to: '/email/blocked', text: 'nav.blocked', rights: ['blocked'] },
  { to: '/email/blocked-addresses', text: 'nav.blockedAddresses', rights: ['outbox'] },
  { to: '/email/returns', text: 'nav.returns', rights: ['outbox'] },
  { to: '/email/filters', text: 'nav.filters', rights: ['mailboxes'] },
] as const satisfies Place[];

const SETTINGS = [
  { to: '/settings/all', text: 'allSettings.nav', rights: ['mailboxes'] },
  { to: '/settings/history', text: 'audit.nav', rights: ['mailboxes'] },
  { to: '/settings/organisation', text: 'nav.organisation', rights: ['mailboxes'] },
  { to: '/settings/users', text: 'nav.users', rights: ['users'] },
  { to: '/settings/roles', text: 'nav.roles', rights: ['users'] },
  { to: '/settings/categories', text: 'nav.categories', rights: ['mailboxes'] },
  { to: '/settings/priorities', text: 'nav.priorities', rights: ['mailboxes'] },
  { to: '/settings/statuses', text: 'nav.statuses', rights: ['mailboxes'] },
  { to: '/settings/request-types', text: 'nav.requestTypes', rights: ['mailboxes'] },
  { to: '/settings/tags', text: 'nav.tags', rights: ['mailboxes'] },
  { to: '/settings/templates', text: 'nav.templates', rights: ['templates'] },
  { to: '/settings/faq', text: 'nav.faq', rights: ['templates'] },
  { to: '/settings/auto-replies', text: 'nav.autoReplies', rights: ['templates'] },
  { to: '/settings/signatures', text: 'nav.signatures', rights: ['templates'] },
  { to: '/settings/notifications', text: 'nav.noticeSettings', rights: ['mailboxes'] },
  { to: '/settings/people', text: 'nav.acquaintance', rights: ['mailboxes'] },
  { to: '/settings/oauth', text: 'oauth.nav', rights: ['mailboxes'] },
  { to: '/settings/senders', text: 'senders.nav', rights: ['mailboxes'] },
  { to: '/settings/outgoing', text: 'nav.transport', rights: ['mailboxes'] },
  { to: '/settings/sender-domains', text: 'senderDomains.nav', rights: ['mailboxes'] },
] as const satisfies Place[];

const HEADINGS = ['all', 'organisation', 'cases', 'answers', 'sending'] as const;

/** Under which heading each setting stands. */
const HEADING_OF: Record<(typeof SETTINGS)[number]['to'], (typeof HEADINGS)[number]> = {
  '/settings/all': 'all',
  '/settings/history': 'all',
  '/settings/organisation': 'organisation',
  '/settings/users': 'organisation',
  '/settings/roles': 'organisation',
  '/settings/people': 'organisation',
  '/settings/categories': 'cases',
  '/settings/priorities': 'cases',
  '/settings/statuses': 'cases',
  '/settings/request-types': 'cases',
  '/settings/tags': 'cases',
  '/settings/templates': 'answers',
  '/settings/faq': 'answers',
  '/settings/auto-replies': 'answers',
  '/settings/signatures': 'answers',
  '/settings/notifications': 'sending',
  '/settings/oauth': 'sending',
  '/settings/senders': 'sending',
  '/settings/outgoing': 'sending',
  '/settings/sender-domains': 'sending',
};

function allowed<P extends Place>(places: readonly P[], rights: readonly Right[]): P[] {
  return places.filter((place) => place.rights.some((right) => rights.includes(right)));
}

export function maySeeCases(rights: readonly Right[]): boolean {
  return CASES.some((right) => rights.includes(right));
}

export function emailPlaces(rights: readonly Right[]) {
  return allowed(EMAIL, rights);
}

export function settingsPlaces(rights: readonly Right[]) {
  return allowed(SETTINGS, rights);
}

/** The settings under their headings. */
export function settingsGroups(rights: readonly Right[]) {
  const places = settingsPlaces(rights);
  return HEADINGS.map((group) => ({
    group,
    places: places.filter(({ to }) => HEADING_OF[to] === group),
  })).filter((found) => found.places.length > 0);
}

/** Whether somebody may open an address: one that his rights do not show leads nowhere, as if it were not there. */
export function mayOpen(path: string, rights: readonly Right[]): boolean {
  const under = (place: string) => path === place || path.startsWith(`${place}/`);
  const known = [...EMAIL, ...SETTINGS].find(({ to }) => under(to));
  if (known) return allowed([known], rights).length > 0;
  if (['/cases', '/people', '/search', '/notices'].some(under)) return maySeeCases(rights);
  return true;
}

/** Where somebody starts. */
export function firstPlace(rights: readonly Right[]) {
  if (maySeeCases(rights)) return '/cases';
  return emailPlaces(rights)[0]?.to ?? settingsPlaces(rights)[0]?.to ?? '/profile';
}
