// Made-up returned mail, its rules and incidents, block lists of others, and sets of persons.
import { ago, HOUR, MINUTE } from './mock-data.mjs';

const returned = (id, address, cls, minutes, words, rest = {}) => ({
  id,
  address,
  at: ago(minutes * MINUTE),
  source: 'smtp',
  class: cls,
  cause: null,
  kind: 'unclear',
  confidence: 'low',
  rule: 'code-only',
  rules: 'basic/1',
  matched: '',
  words,
  host: 'mx.stad.example',
  fault: 'unknown',
  effect: 'none',
  outbox_id: '82',
  intake_id: null,
  reviewed_at: null,
  reviewed_by: null,
  matched_by: null,
  proposed: null,
  ...rest,
});

const REVIEW = [
  returned(
    '1',
    'bygg@stad.example',
    'refused-by-recipient',
    14,
    '550 Brevet ble ikke sluppet inn, ref. 9f3c-17: kontakt mottakeren på annen måte',
  ),
  returned(
    '2',
    'faktura@regnskapskontoret-ved-fjorden.example',
    'protocol',
    190,
    '554 transaction failed (rule_4711_block_unlisted_partner_domains)',
  ),
  returned('3', 'info@havn.example', 'expired', 60 * 30, '', {
    source: 'report',
    outbox_id: null,
    intake_id: '60',
    proposed: {
      outbox_id: '82',
      subject: 'Tilbud på ladestasjon til gjestehavna',
      at: ago(70 * HOUR),
      only: true,
    },
  }),
];
const LOOKED_AT = [
  returned('4', 'kai@lager.example', 'unclassified', 60 * 50, '550 Nei', {
    reviewed_at: ago(40 * HOUR),
    reviewed_by: '11',
  }),
  returned('5', 'post@brygga.example', 'mailbox-unknown', 60 * 52, '550 5.1.1 no such user', {
    source: 'report',
    fault: 'address',
    effect: 'blocked',
    intake_id: '61',
    reviewed_at: ago(45 * HOUR),
    reviewed_by: '11',
    matched_by: '11',
  }),
];

const RULES = [
  {
    id: '1',
    class: 'mailbox-inactive',
    phrases: ['kontoen er sovende', 'account is dormant'],
    host: 'stad.example',
    sample: '550 5.2.1 Kontoen er sovende',
    created_at: ago(50 * HOUR),
    created_by: '11',
    changed_at: null,
    changed_by: null,
  },
  {
    id: '2',
    class: 'spam-judged',
    phrases: ['rule_4711*'],
    host: '',
    sample: '554 rule_4711_block',
    created_at: ago(900 * HOUR),
    created_by: '11',
    changed_at: null,
    changed_by: null,
  },
];

const TRIAL = {
  tried: 214,
  changed: 2,
  changes: [
    {
      address: 'bygg@stad.example',
      words: '550 Brevet ble ikke sluppet inn, ref. 9f3c-17',
      before: 'refused-by-recipient',
      after: 'mailbox-unknown',
    },
    {
      address: 'post@stad.example',
      words: '550 Brevet ble ikke sluppet inn, ref. 2b11-04',
      before: 'refused-by-recipient',
      after: 'mailbox-unknown',
    },
  ],
};

/** A provider that refuses everybody. */
export const incident = {
  id: '1',
  provider: 'fjordnett.no',
  class: 'mailbox-unknown',
  words: '550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table',
  state: 'open',
  ours: false,
  blocked: { count: 12, more: false },
  held: { count: 87, more: false },
  failed: { count: 21, more: false },
  waiting: { count: 640, more: false },
  waits_until: ago(-4 * MINUTE),
  holds_until: ago(-23 * HOUR),
  kept_by: null,
  opened_at: ago(25 * MINUTE),
  closed_at: null,
  closed_by: null,
};

/** One of last week, which somebody decided on. */
export const pastIncident = {
  ...incident,
  id: '3',
  provider: 'havnenett.example',
  words: '550 5.7.1 Service unavailable',
  state: 'rolled_back',
  blocked: { count: 0, more: false },
  held: { count: 0, more: false },
  failed: { count: 3, more: false },
  waiting: { count: 0, more: false },
  waits_until: null,
  holds_until: null,
  opened_at: ago(170 * HOUR),
  closed_at: ago(169 * HOUR),
  closed_by: '11',
};

/** A provider that has our server on its list. */
export const listed = {
  ...incident,
  id: '2',
  provider: 'storpost.example',
  class: 'reputation-block',
  words: '550 5.7.1 Service unavailable; client host [192.0.2.25] blocked using Spamhaus',
  ours: true,
  holds_until: null,
  blocked: { count: 0, more: false },
  held: { count: 34, more: false },
  failed: { count: 0, more: false },
};

const REPORT = {
  service: 'sendgrid',
  blocked: 1841,
  known: 37,
  spared: 4,
  spared_addresses: ['post@haugenbygg.no', 'kari@lindqvist.se', 'ola@fjordkraft.no', 'per@nord.no'],
  passing: 1,
  passing_addresses: ['full@haugenbygg.no'],
  own: 0,
  own_addresses: [],
  undo: '7100',
  refused: 2,
  refusals: [
    { number: 12, text: 'kari(at)haugenbygg.no', why: 'shape' },
    { number: 507, text: '', why: 'empty' },
  ],
};
const { blocked: _, undo: __, ...REST } = REPORT;
const MARKED = {
  typos: 2,
  typo_addresses: [
    { address: 'kari@hotmial.com', suggestion: 'kari@hotmail.com' },
    { address: 'ola@gmial.com', suggestion: 'ola@gmail.com' },
  ],
  roles: 1,
  role_addresses: ['salg@haugenbygg.no'],
  disposable: 0,
  disposable_addresses: [],
};
const LIST_PREVIEW = { ...REST, ...MARKED, entries: 1885, bounces: 1790, complaints: 51, by_hand: 0 };

const IMPORTS = [
  { id: '8', at: ago(20 * HOUR), by: '11', by_name: 'Kari Nordmann', changed: 1841 },
  { id: '7', at: ago(75 * HOUR), by: '12', by_name: 'Ingrid Solberg', changed: 500 },
];

const list = (id, kind, name, persons, days) => ({
  id,
  kind,
  name,
  persons,
  created_at: ago(days * 24 * HOUR),
});
export const peopleLists = [
  list('1', 'selection', 'Serviceavtale 2027', 2, 3),
  list('2', 'selection', 'Adresser i retur, skal ringes', 41, 12),
  list('3', 'selection', 'Kunder med ladestasjon i borettslag og sameier i hele Vestland', 1, 200),
  list('4', 'project', 'Nytt anlegg på Haugen', 3, 9),
];
const set = (id) => peopleLists.find((known) => known.id === id);

/** The persons that a request asks for: all, or those of a set. */
export const inSet = ({ state, url }) =>
  url.searchParams.has('list_id') ? state.data.persons.slice(0, 2) : state.data.persons;

const gone = ({ response }) => response.writeHead(204).end();
const decided = ({ state, json }) => {
  state.incidents = [];
  return json({ addresses: 87, kept_by: null });
};

export const RETURN_ROUTES = {
  'GET /returns/review': ({ state, url, json }) => {
    const rows = url.searchParams.get('done') === 'true' ? LOOKED_AT : REVIEW;
    const shown = state.empty ? [] : rows;
    return json({ rows: shown, next: null, total: { count: shown.length, more: false } });
  },
  'POST /returns/review/done': ({ body, json }) => json({ done: body.ids.length, failed: [] }),
  'POST /returns/:id/match': gone,
  'POST /returns/unmatch': gone,
  'GET /return-rules': ({ state, json }) => json({ rows: state.empty ? [] : RULES }),
  'POST /return-rules': ({ json }) => json({ id: '3', explained: 2 }, 201),
  'PATCH /return-rules/:id': ({ ids, json }) => json({ id: ids[0], explained: 0 }),
  'POST /return-rules/try': ({ json }) => json(TRIAL),
  'POST /return-rules/:id/try': ({ json }) => json(TRIAL),
  'POST /return-rules/:id/try-without': ({ json }) => json(TRIAL),
  'DELETE /return-rules/:id': gone,
  'GET /return-incidents': ({ state, json }) => json({ rows: state.incidents ?? [] }),
  'GET /return-incidents/open': ({ state, json }) => {
    const open = (state.incidents ?? []).filter((one) => one.state === 'open');
    json({ rows: open.map(({ id, provider, ours }) => ({ id, provider, ours })) });
  },
  'POST /return-incidents/:id/confirm': decided,
  'POST /return-incidents/:id/roll-back': decided,
  'POST /return-incidents/:id/send-again': ({ json }) => json({}, 202),
  'GET /people-lists': ({ state, url, json }) =>
    json({
      rows: state.empty ? [] : peopleLists.filter(({ kind }) => kind === url.searchParams.get('kind')),
    }),
  'POST /people-lists': ({ body, json }) => json(list('9', body.kind, body.name, 0, 0), 201),
  'GET /people-lists/:id': ({ ids, json }) => json(set(ids[0])),
  'PATCH /people-lists/:id': ({ ids, body, json }) => json({ ...set(ids[0]), ...body }),
  'DELETE /people-lists/:id': gone,
  'POST /people-lists/:id/add': ({ body, json }) => json({ persons: body.ids.length }),
  'POST /people-lists/:id/remove': ({ body, json }) => json({ persons: body.ids.length }),
  'GET /blocked-addresses/imports': ({ state, json }) => json({ rows: state.empty ? [] : IMPORTS }),
  'POST /blocked-addresses/import': ({ json }) => json(REPORT),
  'POST /blocked-addresses/import/preview': ({ json }) => json(LIST_PREVIEW),
  'POST /blocked-addresses/import/undo': ({ json }) => json({ restored: REPORT.blocked, left: 0 }),
  'POST /blocked-addresses/former': ({ body, json }) => json({ done: body.ids.length, failed: [] }),
  'POST /blocked-addresses/delete': ({ body, json }) => json({ done: body.ids.length, failed: [] }),
  'POST /blocked-addresses/add-to-list': ({ body, json }) => json({ done: body.ids.length, failed: [] }),
};
