// Made-up blocked addresses, and the routes that serve them.
import { ago } from './mock-data.mjs';

const HOUR = 3_600_000;
const FAULTS = {
  'mailbox-unknown': 'address',
  'domain-unknown': 'domain',
  'mailbox-full': 'address',
  complaint: 'address-and-sender',
};
const address = (id, text, cls, rest = {}) => ({
  id,
  address: text,
  blocked_at: ago(Number(id) * HOUR),
  scope: 'all',
  reason: 'returned',
  changed_by: null,
  returns: 1,
  last_return_at: ago(Number(id) * HOUR),
  class: cls,
  fault: FAULTS[cls] ?? null,
  rule: cls === null ? null : 'user-unknown',
  words: '',
  host: null,
  well_at: null,
  written_since: null,
  complained_at: cls === 'complaint' ? ago(Number(id) * HOUR) : null,
  changed_by_name: null,
  can_block_again: false,
  trial: null,
  ...rest,
});
export const blockedAddresses = [
  address('1', 'arne.berg@fjordnett.no', 'mailbox-unknown', {
    words: '550 5.1.1 <arne.berg@fjordnett.no>: Recipient address rejected: User unknown',
    host: 'mx1.fjordnett.no',
  }),
  address('3', 'ingrid@tilbake.example', 'mailbox-unknown', {
    words: '550 5.1.1 no mailbox here',
    host: 'mx.tilbake.example',
    trial: {
      since: ago(30 * HOUR),
      by: '1',
      by_mail: false,
      by_name: 'Kari Nordmann',
      outbox_id: '500',
      taken_at: ago(20 * HOUR),
      until: ago(-52 * HOUR),
    },
  }),
  address('5', 'post@nedlagt-bedrift.no', 'domain-unknown', {
    words: 'the domain does not exist',
    returns: 2,
  }),
  address('29', 'siv@hjemme.example', 'mailbox-full', {
    reason: 'limit',
    returns: 6,
    well_at: ago(3 * HOUR),
    written_since: ago(3 * HOUR),
    words: '552 5.2.2 Mailbox full',
    host: 'mail.hjemme.example',
  }),
  address('53', 'styret@borettslag.example', null, {
    reason: 'hand',
    changed_by: '1',
    changed_by_name: 'Kari Nordmann',
    returns: 0,
    last_return_at: null,
  }),
  address('98', 'kunde@annen.example', 'complaint', { scope: 'mailings', words: 'abuse' }),
];
const lifted = (id, text, hours, rest = {}) => ({
  id,
  address: text,
  cleared_at: ago(hours * HOUR),
  deed: 'cleared',
  cleared_by: '11',
  cleared_by_name: 'Ingrid Solberg',
  note: '',
  scope: 'all',
  reason: 'returned',
  class: 'mailbox-unknown',
  ...rest,
});
export const clearedAddresses = [
  lifted('201', 'kari.moen@havnenett.example', 3, { note: 'Ringte: postkassen er tilbake etter flytting.' }),
  lifted('202', 'ola@fjordnett.no', 30, {
    deed: 'trial_kept',
    cleared_by: '1',
    cleared_by_name: 'Kari Nordmann',
    class: 'mailbox-full',
    reason: 'limit',
  }),
  lifted('203', 'post@borettslag.example', 31, {
    note: 'Blokkert ved en feil.',
    reason: 'hand',
    class: null,
    scope: 'mailings',
  }),
  lifted('204', 'lager@annen.example', 200, {
    deed: 'rolled_back',
    cleared_by: '1',
    cleared_by_name: 'Kari Nordmann',
  }),
];
export const BLOCKED_PAST = [1, 30, 200, 410].map((hours, index) => ({
  at: ago(hours * HOUR),
  source: index === 1 ? 'report' : 'smtp',
  class: index === 3 ? 'greylisted' : 'mailbox-unknown',
  cause: null,
  fault: index === 3 ? 'destination' : 'address',
  kind: 'hard',
  confidence: 'high',
  rule: index === 3 ? 'greylisting' : 'user-unknown',
  rules: 'address/3',
  matched: 'user unknown',
  words:
    '550 5.1.1 <arne.berg@fjordnett.no>: Recipient address rejected: User unknown in virtual mailbox table',
  host: 'mx1.fjordnett.no',
  new_address: null,
  effect: ['blocked', 'counted', 'held', 'none'][index],
  outbox_id: String(500 + index),
  intake_id: null,
}));

const change = (hours, deed, rest) => ({
  at: ago(hours * HOUR),
  by: null,
  deed,
  scope: null,
  reason: null,
  note: '',
  outbox_id: null,
  ...rest,
});
const CHANGES = [
  change(1, 'blocked', { scope: 'all', reason: 'returned' }),
  change(150, 'cleared', { by: '11', note: 'Ringte: postkassen er tilbake etter flytting.' }),
  change(200, 'blocked', { scope: 'all', reason: 'returned' }),
];

/** One that is written to again. */
const free = (id) => {
  const {
    address: text,
    class: cls,
    cleared_by,
    cleared_by_name,
  } = clearedAddresses.find((one) => one.id === id);
  const block = { blocked_at: null, scope: null, reason: null, returns: 0, can_block_again: true };
  return address(id, text, cls, { ...block, changed_by: cleared_by, changed_by_name: cleared_by_name });
};

export const BLOCK_ROUTES = {
  'GET /blocked-addresses/:id': ({ ids, json }) =>
    json({
      ...(blockedAddresses.find(({ id }) => id === ids[0]) ?? free(ids[0])),
      accepted_returns: 5,
      history: BLOCKED_PAST,
      holder: { id: '900', name: 'Marte Haugen' },
      changes: CHANGES,
    }),
  'POST /blocked-addresses': ({ json }) => json(blockedAddresses[4], 201),
  'POST /blocked-addresses/block-again': ({ body, json }) => json({ done: body.ids.length, failed: [] }),
  'POST /blocked-addresses/clear': ({ body, json }) => json({ done: body.ids.length, failed: [] }),
  'POST /blocked-addresses/trial': ({ body, json }) => json({ done: body.ids.length, failed: [] }),
  'GET /returns/settings': ({ json }) =>
    json({ accepted_returns: 5, trial_days: 3, mail_lifts_blocks: true }),
  'PUT /returns/settings': ({ body, json }) => json(body),
};
