// Made-up data for looking at the pages without a server. Never part of the build.

import { linked } from './mock-links.mjs';
import { meaning } from './mock-meaning.mjs';

const NOW = Date.parse('2026-11-22T13:20:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const ago = (ms) => new Date(NOW - ms).toISOString();
export const ahead = (ms) => new Date(NOW + ms).toISOString();
export { DAY, HOUR, MINUTE, NOW };

export const people = [
  { id: '11', name: 'Ingrid Solberg', email: 'ingrid@fjordkraft-elektro.no' },
  { id: '12', name: 'Lars Berg', email: 'lars@fjordkraft-elektro.no' },
  { id: '13', name: 'Åse Nordli', email: 'ase@fjordkraft-elektro.no' },
  { id: '14', name: 'Mikkel Johansen', email: 'mikkel@fjordkraft-elektro.no' },
  { id: '15', name: 'Sofia Lindqvist', email: 'sofia@fjordkraft-elektro.no' },
];
export const categories = [
  {
    id: '21',
    name: 'Ordre',
    position: 1,
    description: '',
    assignment: 'even',
    administrator_id: null,
    priority_id: null,
    member_ids: ['11', '12'],
    notify_members: true,
    notify_addresses: [],
    weights: {},
    take_when_replying: true,
    together_minutes: 0,
    give_when_absent: false,
    reply_status_id: null,
  },
  {
    id: '22',
    name: 'Faktura',
    position: 2,
    description: '',
    assignment: 'fewest_open',
    administrator_id: null,
    priority_id: null,
    member_ids: ['11', '12'],
    notify_members: true,
    notify_addresses: [],
    weights: {},
    take_when_replying: true,
    together_minutes: 0,
    give_when_absent: false,
    reply_status_id: null,
  },
  {
    id: '23',
    name: 'Support',
    position: 3,
    description: '',
    assignment: 'even',
    administrator_id: null,
    priority_id: null,
    member_ids: ['11', '12'],
    notify_members: true,
    notify_addresses: [],
    weights: {},
    take_when_replying: true,
    together_minutes: 0,
    give_when_absent: false,
    reply_status_id: null,
  },
  {
    id: '24',
    name: 'Reklamasjon',
    position: 4,
    description: '',
    assignment: 'none',
    administrator_id: null,
    priority_id: null,
    member_ids: ['11', '12'],
    notify_members: true,
    notify_addresses: [],
    weights: {},
    take_when_replying: true,
    together_minutes: 0,
    give_when_absent: false,
    reply_status_id: null,
  },
  {
    id: '25',
    name: 'Partnere',
    position: 5,
    description: '',
    assignment: 'none',
    administrator_id: null,
    priority_id: null,
    member_ids: ['11', '12'],
    notify_members: true,
    notify_addresses: [],
    weights: {},
    take_when_replying: true,
    together_minutes: 0,
    give_when_absent: false,
    reply_status_id: null,
  },
];
export const priorities = [
  {
    id: '31',
    name: 'Haster',
    rank: 1,
    deadline_minutes: 240,
    office_hours: true,
    levels: [],
    restarts_on_reply: true,
  },
  {
    id: '32',
    name: 'Normal',
    rank: 2,
    deadline_minutes: 1440,
    office_hours: false,
    levels: [
      {
        after_minutes: -60,
        office_hours: true,
        tell: { owner: true, administrator: false, members: false, user_ids: [], addresses: [] },
        assign: 'keep',
        assign_to: null,
        raise_to: null,
      },
      {
        after_minutes: 120,
        office_hours: true,
        tell: {
          owner: false,
          administrator: true,
          members: false,
          user_ids: ['12'],
          addresses: ['vakt@nordlys.example'],
        },
        assign: 'category',
        assign_to: null,
        raise_to: '31',
      },
    ],
    restarts_on_reply: true,
  },
  {
    id: '33',
    name: 'Lav',
    rank: 3,
    deadline_minutes: null,
    office_hours: false,
    levels: [],
    restarts_on_reply: true,
  },
];
export const roles = [
  {
    id: '41',
    name: 'Administrator',
    rights: ['mailboxes', 'intake', 'outbox', 'blocked', 'cases_all', 'users', 'delete', 'export'],
    users: 1,
  },
  { id: '42', name: 'Kundebehandler', rights: ['cases_all', 'outbox', 'export'], users: 3 },
  { id: '43', name: 'Fagperson', rights: ['cases_own'], users: 1 },
  { id: '44', name: 'Revisor', rights: ['intake', 'outbox', 'blocked', 'export'], users: 0 },
];
export const users = people.map((person, index) => ({
  ...person,
  language: index === 4 ? 'sv' : 'nb',
  active: index !== 3,
  role_ids: index === 0 ? ['41'] : index === 4 ? ['43'] : ['42'],
  category_ids: index === 4 ? ['23', '24'] : [],
  created_at: ago((200 - index * 20) * DAY),
  last_sign_in_at: index === 3 ? null : ago((index * 7 + 1) * HOUR),
}));

const healthy = (minutes) => ({
  state: 'ok',
  last_try_at: ago(minutes * MINUTE),
  last_success_at: ago(minutes * MINUTE),
  failures: 0,
  last_error: null,
  last_error_code: null,
  alarmed_at: null,
  watch: 'watched',
  recognised: 0,
  recognised_at: null,
  next_check_at: ahead((5 - minutes) * MINUTE),
});
const mailbox = (id, address, display_name, rest) => ({
  id,
  address,
  display_name,
  protocol: 'imap',
  host: 'imap.fjordkraft-elektro.no',
  port: 993,
  security: 'tls',
  username: address,
  has_password: true,
  oauth_application_id: null,
  oauth: null,
  folder: 'INBOX',
  interval_s: 300,
  after_import: 'delete',
  category_id: null,
  priority_id: '32',
  forwarding_address: null,
  language: 'nb',
  active: true,
  aliases: [],
  auto_reply: true,
  imports_automatic: false,
  shown_fields: [],
  trusted_gateways: [],
  import_from: null,
  alarm_after_s: 3600,
  health: healthy(2),
  category_name: null,
  priority_name: 'Normal',
  request_type_id: '861',
  ...rest,
});
export const mailboxAlarms = [];
export const survey = {
  folders: [
    { name: 'INBOX', purpose: null, messages: 1204, unseen: 37 },
    { name: 'Arkiv', purpose: 'archive', messages: 5210, unseen: 0 },
    { name: 'Sendt', purpose: 'sent', messages: 880, unseen: 0 },
    { name: 'Søppelpost', purpose: 'junk', messages: 41, unseen: 41 },
  ],
  unseen: 37,
  oldest_at: ago(2300 * DAY),
  since: [
    { days: 1, mails: 6 },
    { days: 7, mails: 41 },
    { days: 30, mails: 163 },
    { days: 365, mails: 902 },
  ],
};
export const mailboxes = [
  mailbox('51', 'kundeservice@fjordkraft-elektro.no', 'Fjordkraft Elektro', {
    category_id: '23',
    category_name: 'Support',
    aliases: ['hjelp@fjordkraft-elektro.no', 'support@fjordkraft-elektro.no'],
    shown_fields: ['Reply-To'],
    health: { ...healthy(2), recognised: 318, recognised_at: ago(3 * DAY) },
  }),
  mailbox('52', 'ordre@fjordkraft-elektro.no', 'Ordrekontoret', {
    category_id: '21',
    category_name: 'Ordre',
    health: healthy(1),
  }),
  mailbox('53', 'faktura@fjordkraft-elektro.no', 'Regnskap', {
    protocol: 'pop3',
    host: 'pop.gammelpost.no',
    port: 995,
    category_id: '22',
    category_name: 'Faktura',
    after_import: 'keep',
    health: {
      ...healthy(4),
      state: 'failing',
      watch: 'polled',
      last_error_code: 'sign_in',
      alarmed_at: ago(2 * HOUR),
      last_try_at: ago(4 * MINUTE),
      last_success_at: ago(3 * HOUR),
      failures: 7,
      last_error: '-ERR [AUTH] Invalid login or password',
      next_check_at: ahead(11 * MINUTE),
    },
  }),
  mailbox('54', 'reklamasjon@post.fjordkraft-elektro.no', 'Reklamasjon', {
    protocol: 'smtp',
    host: '',
    port: 25,
    username: '',
    has_password: false,
    category_id: '24',
    category_name: 'Reklamasjon',
    priority_id: '31',
    priority_name: 'Haster',
    request_type_id: '864',
    forwarding_address: 'reklamasjon@fjordkraft-elektro.no',
    health: {
      ...healthy(0),
      watch: 'polled',
      state: 'listening',
      last_try_at: null,
      last_success_at: ago(26 * MINUTE),
      failures: 0,
      last_error: null,
      next_check_at: null,
    },
  }),
  mailbox('55', 'partner@fjordkraft-elektro.no', 'Partneravdelingen', {
    category_id: '25',
    category_name: 'Partnere',
    priority_id: null,
    priority_name: null,
    request_type_id: null,
    active: false,
    health: {
      ...healthy(0),
      watch: 'polled',
      state: 'paused',
      last_try_at: ago(40 * DAY),
      last_success_at: ago(40 * DAY),
      failures: 0,
      last_error: null,
      next_check_at: null,
    },
  }),
];

const CUSTOMERS = [
  ['Kari Nordmann', 'kari.nordmann@online.no'],
  ['Ola Hansen', 'ola@hansenbygg.no'],
  ['Bjørg Ødegård', 'bjorg.odegard@epost.no'],
  ['Erik Svensson', 'erik.svensson@telia.se'],
  ['Nina Aasen', 'nina.aasen@lofotkraft.no'],
  ['Per-Arne Lunde', 'pal@lundesagbruk.no'],
  ['Marit Kvåle', 'marit.kvale@sykehus.no'],
  ['Jonas Wik', 'jonas@wikarkitekter.no'],
  ['Tove Brekke', 'tove.brekke@skole.kommune.no'],
  ['Anders Eriksson', 'anders@erikssonel.se'],
  ['Hilde Sørlie', 'hilde@sorliehage.no'],
  [null, 'innkjop@havbruk-vest.no'],
];
const TITLES = [
  'Ordre 20418 mangler to sikringsskap',
  'Spørsmål om faktura 88213',
  'Laderen starter ikke etter strømbrudd',
  'Tilbud på varmepumpe til hytta',
  'Endre leveringsadresse',
  'Reklamasjon: termostat viser feil temperatur',
  'Når kommer montøren?',
  'Kreditnota for returnerte varer',
  'Innlogging på Min side virker ikke',
  'Bestilling av 40 stk. downlights',
  'Purring på ubetalt faktura',
  'Garanti på solcellepanel',
  'Avtale om service på nødlys',
  'Fråga om leverans till Karlstad',
];
const mod = (list, index) => list[index % list.length];

const view = (id, name, shared, settings) => ({
  id,
  name,
  shared,
  author_name: shared ? 'Lars Nilsen' : 'Ingrid Solberg',
  mine: !shared,
  may_change: true,
  settings: { filter: {}, q: null, sort: null, descending: false, grouped: false, columns: [], ...settings },
});

export const caseViews = [
  view('501', 'Mine frister', false, {
    filter: { owner: 'me' },
    sort: 'due_at',
    columns: ['number', 'title', 'customer', 'due_at'],
  }),
  view('502', 'Faktura uten svar', false, { filter: { status: 'open' }, q: 'faktura' }),
  view('503', 'Uten eier, eldste først', true, { filter: { owner: 'none' }, sort: 'last_message_at' }),
];

export const tags = [
  { id: '801', name: 'faktura', colour: 'fjord' },
  { id: '802', name: 'purring', colour: 'cloudberry' },
  { id: '803', name: 'reklamasjon', colour: 'lingonberry' },
];
export const tagUsage = [
  { id: '801', cases: 28 },
  { id: '802', cases: 28 },
  { id: '803', cases: 1 },
];
const ownStatus = (id, kind, name, rest = {}) => ({
  id,
  name,
  kind,
  is_default: name === null,
  is_usual: name === null,
  colour: 'granite',
  new_case_on_reply: false,
  in_queue: false,
  archived_at: null,
  replaced_by: null,
  ...rest,
});
export const statuses = [
  ownStatus('851', 'open', null, { colour: 'fjord', in_queue: true }),
  ownStatus('852', 'open', 'Under arbeid', { colour: 'spruce' }),
  ownStatus('853', 'waiting', null, { colour: 'cloudberry', is_usual: false }),
  ownStatus('854', 'waiting', 'Hos leverandør', { colour: 'bilberry', is_usual: true }),
  ownStatus('855', 'closed', null),
  ownStatus('856', 'closed', 'Oppgjort', { colour: 'lingonberry', new_case_on_reply: true }),
  ownStatus('857', 'closed', 'Ferdigbehandlet', { archived_at: ago(900 * HOUR), replaced_by: '855' }),
];
export const requestTypes = [
  { id: '861', name: 'Spørsmål', archived_at: null, replaced_by: null },
  { id: '862', name: 'Feil', archived_at: null, replaced_by: null },
  { id: '863', name: 'Bestilling', archived_at: null, replaced_by: null },
  { id: '864', name: 'Klage', archived_at: null, replaced_by: null },
  { id: '865', name: 'Reklamasjon', archived_at: ago(900 * HOUR), replaced_by: '864' },
  { id: '866', name: 'Kampanje 2025', archived_at: ago(500 * HOUR), replaced_by: null },
];
/** Every fifth case has no request type. */
function requestTypeOf(index) {
  const type = requestTypes[index % 5];
  return type && !type.archived_at
    ? { request_type_id: type.id, request_type_name: type.name }
    : { request_type_id: null, request_type_name: null };
}
/** Every fourth case has the second status of its kind. */
function statusOf(kind, index) {
  const own = statuses.filter((status) => status.kind === kind)[index % 4 === 3 ? 1 : 0];
  return { status_id: own.id, status_name: own.name };
}
const addressWarning = (address, rest) => ({
  address,
  scope: 'all',
  reason: 'returned',
  blocked_at: ago(30 * HOUR),
  returns: 1,
  last_return_at: ago(30 * HOUR),
  class: 'mailbox-unknown',
  fault: 'address',
  words: '550 5.1.1 User unknown',
  trial: null,
  ...rest,
});
/** What is to be known of some addresses before they are written to. */
export const ADDRESS_WARNINGS = {
  marte: addressWarning('marte.haugen@gmail.com'),
  sigrid: addressWarning('sigrid.moe@online.no', {
    scope: null,
    reason: null,
    blocked_at: null,
    returns: 3,
    class: 'mailbox-full',
  }),
};
export const persons = [
  {
    id: '900',
    name: 'Marte Haugen',
    addresses: ['marte@haugenbygg.no', 'marte.haugen@gmail.com'],
    phone: '+47 911 22 333',
    language: 'nb',
    company_id: '950',
    company_name: 'Haugen Bygg',
    former: false,
    created_at: ago(400 * HOUR),
    warnings: [ADDRESS_WARNINGS.marte],
  },
  {
    id: '901',
    name: 'Erik Lindqvist',
    addresses: ['erik@lindqvistel.se'],
    phone: '',
    language: 'sv',
    company_id: '951',
    company_name: 'Lindqvist El',
    former: false,
    created_at: ago(90 * HOUR),
    warnings: [],
  },
  {
    id: '902',
    name: 'Sigrid Moe',
    addresses: ['sigrid.moe@online.no'],
    phone: '',
    language: 'nb',
    company_id: null,
    company_name: null,
    former: true,
    created_at: ago(20 * HOUR),
    warnings: [ADDRESS_WARNINGS.sigrid],
  },
];
export const companies = [
  { id: '950', name: 'Haugen Bygg', domains: ['haugenbygg.no'], persons: 3, created_at: ago(400 * HOUR) },
  { id: '951', name: 'Lindqvist El', domains: ['lindqvistel.se'], persons: 1, created_at: ago(90 * HOUR) },
];

export const cases = Array.from({ length: 137 }, (_, index) => {
  const [customer_name, customer_address] = mod(CUSTOMERS, index * 5 + (index >> 3));
  const category = mod(categories, index * 3 + 1);
  const priority = index % 9 === 0 ? priorities[0] : index % 4 === 3 ? priorities[2] : priorities[1];
  const owner = index % 3 === 1 ? null : mod(people, index * 2);
  const status = index < 40 ? (index % 5 === 4 ? 'waiting' : 'open') : index % 6 === 0 ? 'waiting' : 'closed';
  const last = ago(index * index * 1.7 * MINUTE + index * 23 * MINUTE + 4 * MINUTE);
  return {
    id: String(1000 + index),
    number: 4512 - index,
    title: mod(TITLES, index),
    status,
    ...statusOf(status, index),
    ...requestTypeOf(index),
    customer_name,
    customer_address,
    category_id: category.id,
    category_name: category.name,
    priority_id: priority.id,
    priority_name: priority.name,
    owner_id: owner?.id ?? null,
    owner_name: owner?.name ?? null,
    messages: 1 + (index % 6),
    unread: index < 9 && index % 2 === 1,
    created_at: ago(index * index * 2 * MINUTE + 5 * HOUR),
    updated_at: last,
    last_message_at: last,
    delivery_failed: index === 2 || index === 21,
    due_at: index % 4 === 1 ? ago((index % 3 === 1 ? 5 : -7 * index) * HOUR) : null,
    wait_until: null,
    binned_at: null,
    tags: index % 5 === 0 ? [tags[0], tags[1]] : index % 7 === 2 ? [tags[2]] : [],
    person_id: '900',
    company_id: '950',
  };
});

const attachment = (index, name, media_type, size_octets) => ({
  index,
  name,
  media_type,
  size_octets,
  inline: false,
  is_mail: media_type === 'message/rfc822',
});
const settled = {
  planned_at: null,
  cancel_if_answered: false,
  held: false,
  can_be_taken_back: false,
};
const received = (id, shown, minutes, text, rest = {}) => ({
  id,
  direction: 'received',
  created_at: ago(minutes * MINUTE),
  from: { name: shown.customer_name, address: shown.customer_address },
  to: [{ name: null, address: 'kundeservice@fjordkraft-elektro.no' }],
  cc: [],
  bcc: [],
  aside: false,
  subject: shown.title,
  text,
  full_text: text,
  has_html: false,
  remote_blocked: 0,
  header_fields: [],
  attachments: [],
  author_id: null,
  author_name: null,
  intake_id: `i${id}`,
  outbox_id: null,
  delivery: null,
  class: 'person',
  failure: null,
  links: [],
  flagged: false,
  edited_at: null,
  removed: null,
  ...rest,
});
const sent = (id, shown, minutes, author, text, rest = {}) => ({
  id,
  direction: 'sent',
  created_at: ago(minutes * MINUTE),
  from: { name: author.name, address: 'kundeservice@fjordkraft-elektro.no' },
  to: [{ name: shown.customer_name, address: shown.customer_address }],
  cc: [],
  bcc: [],
  aside: false,
  subject: `Re: ${shown.title}`,
  text,
  full_text: text,
  has_html: false,
  remote_blocked: 0,
  header_fields: [],
  attachments: [],
  author_id: author.id,
  author_name: author.name,
  intake_id: null,
  outbox_id: `8${id}`,
  delivery: { state: 'sent', words: '250 2.0.0 OK', meaning: null, next_attempt_at: null, ...settled },
  class: 'person',
  failure: null,
  meaning: null,
  links: [],
  flagged: false,
  edited_at: null,
  removed: null,
  ...rest,
});
const comment = (id, minutes, author, text) => ({
  id,
  direction: 'comment',
  created_at: ago(minutes * MINUTE),
  from: { name: author.name, address: null },
  to: [],
  cc: [],
  bcc: [],
  aside: false,
  subject: '',
  text,
  full_text: text,
  has_html: false,
  remote_blocked: null,
  header_fields: [],
  attachments: [],
  author_id: author.id,
  author_name: author.name,
  intake_id: null,
  outbox_id: null,
  delivery: null,
  failure: null,
  links: [],
  class: 'person',
});

/** What the case says of a mail that did not arrive. */
const failure = (id, shown, minutes) => ({
  ...comment(id, minutes, { id: null, name: null }, ''),
  from: { name: 'mx1.epost.no', address: null },
  to: [{ name: null, address: shown.customer_address }],
  subject: `Re: ${shown.title}`,
  text: '550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table',
  failure: { class: 'mailbox-unknown', links_may_help: false },
  meaning: meaning('mailbox-unknown'),
  class: 'delivery_failure',
  outbox_id: '82',
  delivery: { state: 'failed', words: null, next_attempt_at: null, ...settled },
});

/** What the case says of a mail that is still on its way. */
const delay = (id, shown, minutes) => ({
  ...failure(id, shown, minutes),
  text: '451 4.7.1 Service unavailable, please try again later',
  meaning: meaning('host-down'),
  class: 'delivery_delay',
  delivery: { ...settled, state: 'queued', words: null, next_attempt_at: ahead(40 * MINUTE) },
});

/** A case with a supplier aside and an answer that waits for Monday. */
const planned = (row) => [
  received('1', row, 60 * 30, 'Hei, hva koster det å flytte måleren ut i garasjen?'),
  sent('2', row, 60 * 28, people[0], 'Hei Arne, kan du gi en pris på denne?', {
    to: [{ name: 'Arne Dahl', address: 'arne@dahl-montasje.no' }],
    aside: true,
  }),
  received('3', row, 60 * 20, 'Hei! 14 900 eks. mva., to dager i uke 50.', {
    from: { name: 'Arne Dahl', address: 'arne@dahl-montasje.no' },
    aside: true,
  }),
  sent(
    '4',
    row,
    30,
    people[0],
    'Hei,\n\nflyttingen koster 18 600 kroner inkludert mva. og kan gjøres i uke 50. Skal vi sette det opp?\n\nVennlig hilsen\nIngrid Solberg',
    {
      bcc: ['salg@fjordkraft-elektro.no'],
      delivery: {
        ...settled,
        state: 'queued',
        words: null,
        next_attempt_at: ahead(40 * 60 * MINUTE),
        planned_at: ahead(40 * 60 * MINUTE),
        cancel_if_answered: true,
        can_be_taken_back: true,
      },
    },
  ),
];

const first =
  'Hei,\n\nvi fikk leveransen i dag, men på pakkseddelen står det fire sikringsskap (art. 70-2214) og i kassene lå det bare to. Montøren kommer torsdag, så det haster litt.\n\nKan dere sende de to som mangler, og bekrefte når de kommer? Bilder av pakkseddel og kasser er lagt ved.\n\nSe også https://www.fjordkraft-elektro.no/ordre/20418';
const failedText =
  'Hei Bjørg,\n\ntakk for at du sa fra. Laderen må startes på nytt med bryteren bak på enheten: hold den inne i ti sekunder til lampen blinker blått.\n\nBlir det ikke bedre, sender vi en montør uten kostnad for deg.\n\nVennlig hilsen\nLars Berg';

export function detailOf(row) {
  const messages =
    row.id === '1002'
      ? [
          received(
            '1',
            row,
            60 * 26,
            'Hei! Laderen blinker rødt etter strømbruddet i natt og bilen lader ikke. Hva gjør jeg?\n\nHilsen Bjørg',
          ),
          sent('2', row, 60 * 3, people[1], failedText, {
            delivery: {
              state: 'failed',
              words:
                '550 5.1.1 <bjorg.odegard@epost.no>: Recipient address rejected: User unknown in virtual mailbox table',
              meaning: meaning('mailbox-unknown'),
              next_attempt_at: null,
              ...settled,
            },
          }),
          failure('3', row, 60 * 3 - 1),
        ]
      : row.id === '1004'
        ? [
            received('1', row, 60 * 30, first),
            sent('2', row, 60 * 5, people[0], failedText, {
              delivery: { ...settled, state: 'queued', words: null, next_attempt_at: ahead(40 * MINUTE) },
            }),
            delay('3', row, 60),
          ]
        : row.id === '1007'
          ? linked(row, { received, sent, failure, author: people[0], file: attachment })
          : row.id === '1006'
            ? planned(row)
            : [
                received('1', row, 60 * 50, first, {
                  has_html: true,
                  remote_blocked: 3,
                  header_fields: [],
                  full_text: first,
                  attachments: [
                    attachment(0, 'pakkseddel-20418.pdf', 'application/pdf', 184_233),
                    attachment(1, 'kasser.jpg', 'image/jpeg', 2_412_870),
                    attachment(2, 'Bekreftelse på ordre 20418.eml', 'message/rfc822', 9_412),
                  ],
                }),
                sent(
                  '2',
                  row,
                  60 * 47,
                  people[0],
                  `Hei ${row.customer_name ?? ''},\n\ndet beklager vi. Jeg sjekker med lageret og kommer tilbake til deg i løpet av dagen.\n\nVennlig hilsen\nIngrid Solberg\nFjordkraft Elektro`,
                ),
                comment(
                  '3',
                  60 * 46,
                  people[0],
                  'Lars, kan du se om de to skapene ligger igjen på lager 3? Pakket av vikar i går.',
                ),
                comment(
                  '4',
                  60 * 30,
                  people[1],
                  'Funnet! De sto på feil pall. Går med bilen kl. 14, sporing 70402145587.',
                ),
                sent(
                  '5',
                  row,
                  60 * 29,
                  people[0],
                  'Hei igjen,\n\nde to skapene går ut med bilen i dag og er hos dere i morgen før kl. 12. Sporingsnummer: 70402145587.\n\nVennlig hilsen\nIngrid Solberg',
                  {
                    delivery: {
                      state: row.id === '1000' ? 'queued' : 'sent',
                      words:
                        row.id === '1000'
                          ? '451 4.7.1 Greylisting in action, please come back later'
                          : '250 OK',
                      meaning: row.id === '1000' ? meaning('greylisted') : null,
                      next_attempt_at: ahead(12 * MINUTE),
                      ...settled,
                    },
                    attachments: [attachment(0, 'fraktbrev.pdf', 'application/pdf', 48_120)],
                  },
                ),
                received(
                  '6',
                  row,
                  4,
                  'Supert, tusen takk for rask hjelp! Da rekker vi det før montøren kommer.\n\nHa en fin dag :)',
                  {
                    full_text:
                      'Supert, tusen takk for rask hjelp! Da rekker vi det før montøren kommer.\n\nHa en fin dag :)\n\nDen 21. nov. 2026 kl. 09.12 skrev Ingrid Solberg:\n> Hei igjen,\n> de to skapene går ut med bilen i dag og er hos dere i morgen før kl. 12.\n> Sporingsnummer: 70402145587.',
                  },
                ),
              ];
  return {
    ...row,
    mailbox_id: '51',
    mailbox_address: 'kundeservice@fjordkraft-elektro.no',
    messages,
    viewers: row.id === '1000' ? [{ user_id: '12', name: 'Lars Berg' }] : [],
    customer_warning: row.id === '1000' ? addressWarning(row.customer_address) : null,
    participants: [
      { address: row.customer_address, name: row.customer_name, role: 'customer', warning: null },
      {
        address: 'regnskap@haugenbygg.no',
        name: 'Regnskap',
        role: 'cc',
        warning: row.id === '1000' ? addressWarning('regnskap@haugenbygg.no') : null,
      },
    ],
    merged_into: row.status === 'merged' ? { id: '1001', number: 4511, title: 'Samme sak' } : null,
    merged: [],
    log: [
      { at: row.created_at, user_name: null, what: 'created_by_mail', params: {} },
      {
        at: ago(49 * HOUR),
        user_name: 'Ingrid Solberg',
        what: 'owner',
        params: { to: 'Ingrid Solberg' },
      },
      {
        at: ago(47 * HOUR),
        user_name: 'Ingrid Solberg',
        what: 'status',
        params: { from: 'open', to: 'waiting' },
      },
      { at: ago(4 * MINUTE), user_name: null, what: 'reopened', params: {} },
    ],
  };
}

const intakeError = [
  'cannot read the message: the part at depth 12 exceeds the nesting limit of 10; the mail is kept, save the original and look at it',
  'cannot store the case: database is locked; it is tried again by itself',
  null,
];
export const intake = Array.from({ length: 14 }, (_, index) => {
  const [name, address] = mod(CUSTOMERS, index * 7 + 2);
  const failed = index < 6;
  return {
    id: `6${index}`,
    mailbox_id: mod(mailboxes, index).id,
    mailbox_address: mod(mailboxes, index).address,
    state: failed ? 'failed' : 'stored',
    received_at: ago((index * 37 + 2) * MINUTE),
    from: name ? `${name} <${address}>` : address,
    subject: mod(TITLES, index * 3 + 2),
    size_octets: 4_000 + index * index * 31_337,
    attempts: failed ? 3 : index % 2,
    error: failed ? intakeError[index % 2] : null,
    case_id: null,
    case_number: null,
    deleted_at: null,
  };
});
export const blocked = Array.from({ length: 23 }, (_, index) => ({
  id: `7${index}`,
  when: ago((index * 5 + 1) * HOUR),
  mailbox_id: mod(mailboxes, index).id,
  mailbox_address: mod(mailboxes, index).address,
  filter_id: index === 5 ? null : '91',
  filter_name:
    index === 5 ? null : index % 3 ? 'Søppelpost: lån og krypto' : 'Nyhetsbrev vi ikke har bedt om',
  subject: mod(
    [
      'Rimelig forbrukslån uten sikkerhet',
      'Ditt Bitcoin-saldo venter',
      'SEO-tjenester til din nettside',
      'Invitasjon: Webinar om bærekraft',
      'You have won',
    ],
    index,
  ),
  from: mod(
    ['post@billigelaan.biz', 'no-reply@crypt0.io', 'sales@seo-rank.example', 'nyheter@messe.no'],
    index,
  ),
  size_octets: 8_211 + index * 913,
  deleted_at: null,
}));
const OUT = ['queued', 'failed', 'sending', 'sent', 'sent', 'sent'];
export const outbox = Array.from({ length: 34 }, (_, index) => {
  const [name, address] = mod(CUSTOMERS, index * 3);
  const state =
    index === 0
      ? 'queued'
      : index === 1
        ? 'failed'
        : index === 2
          ? 'queued'
          : index === 3
            ? 'sending'
            : index === 4
              ? 'failed'
              : mod(OUT, 3);
  return {
    id: index === 1 ? '82' : `80${index}`,
    created_at: ago((index * 51 + 3) * MINUTE),
    created_by_name: index % 5 === 3 ? null : mod(people, index).name,
    from: 'kundeservice@fjordkraft-elektro.no',
    recipients: index === 4 ? [address, 'regnskap@hansenbygg.no'] : [address],
    subject: `Re: ${mod(TITLES, index * 2)}`,
    size_octets: 3_812 + index * 2_777,
    state,
    attempts: index === 2 ? 0 : state === 'queued' ? 3 : state === 'failed' ? 2 : 1,
    tried: index === 2 ? 0 : state === 'queued' ? 3 : state === 'failed' ? 2 : 1,
    next_attempt_at: state === 'queued' ? ahead((index + 1) * 11 * MINUTE) : null,
    goes_at: state === 'queued' ? ahead((index + 1) * 11 * MINUTE) : null,
    last_words:
      index === 2
        ? null
        : state === 'queued'
          ? 'Greylisting in action, please come back later'
          : state === 'failed'
            ? '<bjorg.odegard@epost.no>: Recipient address rejected: User unknown'
            : state === 'sent'
              ? 'Ok: queued as 4XbT2k1Zq'
              : null,
    meaning:
      state === 'failed'
        ? meaning('mailbox-unknown')
        : state === 'queued' && index !== 2
          ? meaning('greylisted')
          : null,
    case_id: String(1000 + index),
    case_number: 4512 - index,
    deleted_at: null,
    planned_at: index === 2 ? ahead(40 * 60 * MINUTE) : null,
    cancel_if_answered: index === 2,
    held_at: null,
    held_for: [],
    return_path: 'kundeservice@fjordkraft-elektro.no',
    needs_tls: index === 1,
    tls_throughout: false,
    name,
  };
});
export const filters = [
  {
    id: '91',
    name: 'Søppelpost: lån og krypto',
    position: 1,
    active: true,
    mailbox_ids: [],
    combine: 'any',
    conditions: [
      { field: 'body', operator: 'regex', value: '(forbrukslån|bitcoin|krypto)' },
      { field: 'header', header: 'X-Spam-Score', operator: 'regex', value: '^[7-9]' },
    ],
    captures: [],
    actions: [{ kind: 'block' }],
    stop: true,
    hits: 214,
    last_hit_at: ago(1 * HOUR),
  },
  {
    id: '92',
    name: 'Nyhetsbrev vi ikke har bedt om',
    position: 2,
    active: true,
    mailbox_ids: ['51'],
    combine: 'all',
    conditions: [{ field: 'class', operator: 'equals', value: 'list' }],
    captures: [],
    actions: [{ kind: 'block' }],
    stop: true,
    hits: 87,
    last_hit_at: ago(5 * HOUR),
  },
  {
    id: '93',
    name: 'Reklamasjoner',
    position: 3,
    active: true,
    mailbox_ids: [],
    combine: 'all',
    conditions: [
      { field: 'subject', operator: 'contains', value: 'reklamasjon' },
      { field: 'attachment_name', operator: 'exists', value: '' },
    ],
    captures: [{ name: 'ordre', field: 'subject', pattern: 'ordre (\\d+)' }],
    actions: [
      { kind: 'category', category_id: '24' },
      { kind: 'title', text: 'Reklamasjon på ordre [[capture.ordre]]' },
      { kind: 'tags', text: 'reklamasjon, nettbutikk' },
      { kind: 'reply', template_id: '61' },
    ],
    stop: false,
    hits: 32,
    last_hit_at: ago(2 * DAY),
  },
  {
    id: '94',
    name: 'Haster fra nettbutikken',
    position: 4,
    active: false,
    mailbox_ids: ['52'],
    combine: 'all',
    conditions: [{ field: 'subject', operator: 'begins', value: '[HASTER]' }],
    captures: [],
    actions: [{ kind: 'priority', priority_id: '31' }],
    stop: true,
    hits: 0,
    last_hit_at: null,
  },
];
const draft = (case_id, case_number, case_title, mode, text, rest = {}) => ({
  case_id,
  case_number,
  case_title,
  mode,
  text,
  to: null,
  cc: [],
  bcc: [],
  subject: null,
  html: null,
  uploads: [],
  message_id: null,
  attachments: [],
  mailbox_id: null,
  send_at: null,
  cancel_if_answered: false,
  needs_tls: false,
  tls_throughout: false,
  signature: null,
  receipt: false,
  files_as_links: false,
  version: 3,
  mail_key: null,
  returned: null,
  joined: false,
  updated_at: ago(12 * MINUTE),
  ...rest,
});
export const drafts = [
  draft('1000', 4711, 'Reklamasjon på ordre 88213', 'reply', 'Hei Kari! Vi har sett på bildene, og'),
  draft('1002', 4709, 'Flytting til ny adresse', 'reply', 'Hei! Her er skjemaet du spurte om.', {
    returned: 'failed',
    to: ['per.hansen@exampel.no'],
    updated_at: ago(2 * HOUR),
  }),
  draft('1005', 4702, 'Spørsmål om faktura', 'comment', 'Husk å sjekke kreditnotaen før vi svarer.', {
    updated_at: ago(DAY),
  }),
  draft(null, null, null, 'new', 'Måleren din byttes mandag mellom 10 og 12.', {
    subject: 'Bytte av strømmåler',
    to: ['ola@kunde.example'],
    updated_at: ago(3 * DAY),
  }),
  draft(null, null, null, 'new', 'Kontrakten følger vedlagt.', {
    subject: 'Ny kontrakt',
    to: ['innkjop@kunde.example'],
    mail_key: '3f'.repeat(16),
    updated_at: ago(4 * DAY),
  }),
];
export const tokens = [
  {
    id: '61',
    name: 'Ordresystemet',
    created_at: ago(90 * DAY),
    expires_at: ahead(275 * DAY),
    last_used_at: ago(12 * MINUTE),
  },
  { id: '62', name: 'Månedsrapport', created_at: ago(12 * DAY), expires_at: null, last_used_at: null },
];

export const incoming = [
  { at: ago(50 * HOUR), kind: 'received', mailbox_id: '51', via: 'imap', peer: 'imap.fjordkraft-elektro.no' },
  {
    at: ago(50 * HOUR - 40),
    kind: 'stored',
    size_octets: 2_633_120,
    hash: 'b3f0c0a95d17e2c46f0d8a0f4ab5a1d0c07f',
  },
  { at: ago(50 * HOUR - 140), kind: 'parsed', attachments: 2, defects: [], class: 'person' },
  {
    at: ago(50 * HOUR - 180),
    kind: 'filter_matched',
    filter_id: '93',
    name: 'Reklamasjoner',
    matched: 'reklamasjon',
    reasons: [{ field: 'subject', operator: 'contains', value: 'reklamasjon', text: 'Reklamasjon' }],
    variables: { ordre: '48213' },
    actions: ['category', 'title'],
    left_out: [],
  },
  { at: ago(50 * HOUR - 190), kind: 'case_created', case_id: '1000', number: 4512, because: 'no_evidence' },
  { at: ago(50 * HOUR - 200), kind: 'placed', case_id: '1000' },
];
export const failedIncoming = [
  ...incoming.slice(0, 2),
  { at: ago(49 * HOUR), kind: 'failed', error: intakeError[0] },
  { at: ago(3 * HOUR), kind: 'requeued', user_id: '11' },
  {
    at: ago(3 * HOUR - 300),
    kind: 'parsed',
    attachments: 0,
    defects: ['date', 'charset_guessed'],
    class: 'notification',
  },
  { at: ago(3 * HOUR - 400), kind: 'failed', error: intakeError[0] },
];
export const blockedIncoming = [
  ...incoming.slice(0, 3),
  {
    at: ago(5 * HOUR),
    kind: 'filter_matched',
    filter_id: '91',
    name: 'Søppelpost: lån og krypto',
    matched: 'forbrukslån',
    reasons: [
      { field: 'body', operator: 'regex', value: '(forbrukslån|bitcoin|krypto)', text: 'forbrukslån' },
    ],
    variables: {},
    actions: ['block'],
    left_out: [],
  },
  { at: ago(5 * HOUR - 30), kind: 'blocked', filter_id: '91' },
];
export const outgoing = [
  { at: ago(3 * HOUR), kind: 'queued', user_id: '12', recipients: 1 },
  {
    at: ago(3 * HOUR - 200),
    kind: 'routed',
    recipient: 'bjorg.odegard@epost.no',
    transport: 'direct',
    because: 'default',
  },
  {
    at: ago(3 * HOUR - 900),
    kind: 'attempted',
    passed_over: [{ host: 'mx0.epost.no', since: ago(3 * HOUR) }],
    recipient: 'bjorg.odegard@epost.no',
    result: 'deferred',
    code: 451,
    enhanced: '4.7.1',
    words: '451 4.7.1 Greylisting in action, please come back later',
    host: 'mx1.epost.no',
    tls: true,
    encryption: { grade: 'opportunistic', version: 'TLS 1.3', tested: null },
    duration_ms: 412,
  },
  {
    at: ago(3 * HOUR - 950),
    kind: 'next_try',
    recipient: 'bjorg.odegard@epost.no',
    next_try_at: ago(2.9 * HOUR),
  },
  {
    at: ago(2.9 * HOUR),
    kind: 'attempted',
    passed_over: [],
    recipient: 'bjorg.odegard@epost.no',
    result: 'failed',
    code: 550,
    enhanced: '5.1.1',
    words:
      '550 5.1.1 <bjorg.odegard@epost.no>: Recipient address rejected: User unknown in virtual mailbox table',
    host: 'mx1.epost.no',
    tls: true,
    encryption: { grade: 'mta-sts', version: 'TLS 1.3', tested: null },
    duration_ms: 388,
  },
  { at: ago(2.9 * HOUR - 10), kind: 'gave_up', recipient: 'bjorg.odegard@epost.no', because: 'refused' },
];

const job = {
  failed: 0,
  cut: false,
  failures: [],
  cancel_requested: false,
  created_at: ago(2),
  finished_at: null,
  can_undo: false,
};
export const jobs = [
  { ...job, id: '601', kind: 'blocked_delete', state: 'running', total: 12_400, done: 7_800 },
  {
    ...job,
    id: '600',
    kind: 'intake_import',
    state: 'done',
    total: 214,
    done: 211,
    failed: 3,
    failures: [{ id: '1', code: 'intake.not_waiting', detail: 'only failed or blocked mail' }],
    finished_at: ago(14),
  },
  {
    ...job,
    id: '599',
    kind: 'addresses_clear',
    state: 'done',
    total: 1_240,
    done: 1_240,
    finished_at: ago(55),
    can_undo: true,
  },
];

/** A part of a message with the words in it. */
export const excerptOf = (words) => [
  { text: 'vi fikk leveransen i dag, men på pakkseddelen står ', hit: false },
  { text: words, hit: true },
  { text: ' som fire sikringsskap, og i kassene lå det bare to. Kan dere ettersende', hit: false },
];

/** A run of the pipeline as it is told live. */
export const debugRun = [
  { stage: 'fetching' },
  { stage: 'reading' },
  { stage: 'matching' },
  { step: { at: ago(400), kind: 'requeued', user_id: '11' } },
  { step: { at: ago(300), kind: 'parsed', attachments: 0, defects: ['date'], class: 'person' } },
  { stage: 'filtering' },
  { step: { at: ago(300), kind: 'filter_tried', filter_id: '2', name: 'Lotteri', condition: 1 } },
  ...incoming.filter(({ kind }) => kind === 'filter_matched').map((step) => ({ step })),
  { stage: 'placing' },
  ...incoming.filter(({ kind }) => ['case_created', 'placed'].includes(kind)).map((step) => ({ step })),
  { stage: 'committing' },
  { outcome: 'placed' },
];
export const importReports = {
  'arkiv.mbox': {
    stored: 1204,
    known: 37,
    refused: 2,
    refusals: [
      { number: 311, because: 'not_a_mail' },
      { number: 902, because: 'too_large' },
    ],
  },
  other: { stored: 1, known: 0, refused: 0, refusals: [] },
};

const asked = (source, place, outcome, detail = null) => ({ source, place, outcome, detail });
const server = (service, host, port, more = {}) => ({
  service,
  host,
  port,
  security: 'tls',
  username: 'bestilling@fjordkraft-elektro.no',
  username_form: 'address',
  sign_in: 'oauth',
  password: 'refused',
  provider: 'microsoft',
  provider_name: 'Microsoft 365',
  source: 'mx',
  place: 'fjordkraftelektro-no01c.mail.protection.outlook.com',
  reason: '',
  ...more,
});

export const detected = {
  address: 'bestilling@fjordkraft-elektro.no',
  candidates: [
    server('imap', 'outlook.office365.com', 993),
    server('imap', 'mail.fjordkraft-elektro.no', 993, {
      sign_in: 'password',
      password: 'account',
      provider: null,
      provider_name: null,
      source: 'autodiscover',
      place: 'autodiscover.fjordkraft-elektro.no',
    }),
    server('pop3', 'outlook.office365.com', 995),
    server('smtp', 'smtp.office365.com', 587, { security: 'starttls' }),
  ],
  asked: [
    asked('autoconfig', 'autoconfig.fjordkraft-elektro.no', 'nothing'),
    asked('autoconfig', 'fjordkraft-elektro.no', 'nothing'),
    asked('isp_database', 'fjordkraft-elektro.no', 'nothing'),
    asked('autodiscover', 'fjordkraft-elektro.no', 'timed_out'),
    asked('autodiscover', 'autodiscover.fjordkraft-elektro.no', 'found'),
    asked('srv', 'fjordkraft-elektro.no', 'nothing'),
    asked('mx', 'fjordkraft-elektro.no', 'found'),
    asked('guess', 'fjordkraft-elektro.no', 'nothing'),
  ],
};

export const detectedNothing = {
  address: 'post@ukjent.no',
  candidates: [],
  asked: [
    asked('autoconfig', 'autoconfig.ukjent.no', 'nothing'),
    asked(
      'autoconfig',
      'ukjent.no',
      'failed',
      'the certificate of `ukjent.no` is for another name; use the name that stands in the certificate',
    ),
    asked('mx', 'ukjent.no', 'timed_out'),
  ],
};

/** The ways out that mail can take. */
export const outboxWays = [
  { way: 'organisation', kind: 'relay', host: 'smtp.domeneshop.no', closed: null },
  { way: 'installation', kind: 'relay', host: null, closed: null },
  { way: 'direct', kind: 'direct', host: null, closed: 'right' },
];

/** What waits in the outbox, by destination and age. */
const waits = (domain, counts, parked_reason = null) => ({
  domain,
  counts,
  oldest_at: ago(26 * 60 * MINUTE),
  parked_until: parked_reason && ahead(17 * MINUTE),
  parked_reason,
});
export const outboxPicture = {
  ages: ['minutes_5', 'minutes_20', 'hour', 'hours_4', 'day', 'days'],
  rows: [
    waits('gmail.com', [41, 388, 1204, 96, 0, 0], 'busy'),
    waits('hotmail.com', [12, 57, 8, 0, 0, 0]),
    waits('nordlysbedrift.no', [0, 2, 5, 14, 31, 9], 'silent'),
    waits('epost.no', [3, 0, 1, 0, 0, 0]),
    waits('kommune.vestvik.no', [0, 0, 0, 2, 0, 0]),
  ],
  more: false,
  single: {
    hour: { mails: 41, median_ms: 34, p99_ms: 71 },
    day: { mails: 612, median_ms: 38, p99_ms: 274 },
  },
};
