// Made-up settings in one place, and who changed them.
import { ago, HOUR, MINUTE } from './mock-data.mjs';

const changed = (hours, name = 'Ingrid Solberg') => ({
  at: ago(hours * HOUR),
  user_id: '11',
  user_name: name,
  origin: 'browser',
});

const setting = (name, group, kind, value, rest = {}) => ({
  name,
  group,
  kind,
  min: null,
  max: null,
  unit: null,
  choices: [],
  value,
  default: value,
  place: 'here',
  place_name: null,
  changed: null,
  ...rest,
});

const flag = (name, group, value, rest) => setting(name, group, 'flag', value, rest);
const number = (name, group, value, [min, max, unit], rest) =>
  setting(name, group, 'number', value, { min, max, unit, ...rest });
const page = (name, group, value, place_name, rest) =>
  setting(name, group, 'structure', value, { place: 'page', place_name, ...rest });
const fixed = (name, group, kind, value, place_name, rest) =>
  setting(`installation.${name}`, group, kind, value, { place: 'configuration', place_name, ...rest });

const SETTINGS = [
  setting('organisation.name', 'organisation', 'text', 'Fjordkraft Elektro AS', {
    default: null,
    changed: changed(2000),
  }),
  setting('organisation.language', 'organisation', 'choice', 'nb', { choices: ['nb', 'sv', 'en'] }),
  page('office_hours', 'organisation', { time_zone: 'Europe/Oslo' }, 'priorities', {
    changed: changed(410, 'Per Hagen'),
  }),
  fixed('base_url', 'organisation', 'text', 'https://post.fjordkraft-elektro.no', 'base_url'),
  flag('acquaintance.persons', 'mail_in', true),
  flag('acquaintance.companies', 'mail_in', false, { default: true, changed: changed(52, 'Per Hagen') }),
  page('filter_order', 'mail_in', ['Blokkerte avsendere', 'Faktura', 'Nyhetsbrev'], 'filters', {
    changed: changed(5),
  }),
  fixed('mail_octets', 'mail_in', 'number', 78_643_200, 'intake.mail_octets_max', { unit: 'octets' }),
  fixed('check_senders', 'mail_in', 'flag', true, 'intake.check_senders'),
  flag('notify.with_text', 'cases', false),
  number('notify.per_hour', 'cases', 30, [1, 500, 'per_hour']),
  number('notify.remind_days', 'cases', 3, [0, 365, 'days'], { default: 7, changed: changed(120) }),
  number('notify.remind_hour', 'cases', 7, [0, 23, 'hour_of_day']),
  page('notify.mailbox_id', 'cases', 'post@fjordkraft-elektro.no', 'notifications', { default: null }),
  flag('auto_reply.enabled', 'answers', true, { default: false, changed: changed(700) }),
  number('auto_reply.per_address.burst', 'answers', 2, [1, 10_000, 'count']),
  number('auto_reply.per_address.interval_s', 'answers', 600, [1, 86_400, 'seconds']),
  number('faq.minimum_percent', 'answers', 50, [0, 100, 'percent']),
  flag('sending.agent_name', 'mail_out', true, { default: false, changed: changed(320, 'Per Hagen') }),
  number('send_rates.per_minute', 'mail_out', 120, [0, 600, 'per_minute'], {
    default: 0,
    changed: changed(1),
  }),
  fixed('per_minute_of_organisation', 'mail_out', 'number', 600, 'outbox.per_minute_of_organisation', {
    unit: 'per_minute',
  }),
  fixed('signatures', 'mail_out', 'choice', 'own', 'network.dnssec', {
    choices: ['own', 'machine', 'left_out', 'unchecked'],
  }),
  fixed('lifetime_hours', 'mail_out', 'number', 120, 'outbox.lifetime_hours', { unit: 'hours' }),
  number('returns.accepted_returns', 'returns', 5, [1, 100, 'count']),
  number('returns.trial_days', 'returns', 3, [1, 30, 'days']),
  flag('returns.mail_lifts_blocks', 'returns', true),
  number('bins.cases', 'keeping', 14, [1, 365, 'days']),
  number('bins.spam', 'keeping', 3, [1, 365, 'days'], { default: 14, changed: changed(0.2) }),
  number('bins.queues', 'keeping', 30, [1, 365, 'days']),
  number('audit.days', 'keeping', 730, [90, 3660, 'days']),
];

const change = (id, minutes, kind, verb, fields, rest = {}) => ({
  id,
  at: ago(minutes * MINUTE),
  user_id: '11',
  user_name: 'Ingrid Solberg',
  origin: 'browser',
  origin_name: '',
  kind,
  key: id,
  name: '',
  verb,
  fields: fields.map(([field, from, to, secret = null]) => ({ field, from, to, secret })),
  ...rest,
});

const ENTRIES = [
  change('901', 12, 'organisation', 'changed', [['spam_bin_days', 14, 3]], { name: 'Fjordkraft Elektro AS' }),
  change('902', 61, 'setting', 'changed', [['per_minute', 0, 120]], {
    key: 'send_rates',
    name: 'send_rates',
  }),
  change(
    '903',
    95,
    'mailbox',
    'changed',
    [
      ['host', 'imap.gammel.example', 'imap.fjordkraft-elektro.no'],
      ['interval_s', 300, 60],
      ['password', null, null, 'changed'],
      ['signature', 'Hilsen Fjordkraft', 'Med vennlig hilsen\nFjordkraft Elektro AS\nTelefon 55 12 34 56'],
    ],
    { name: 'post@fjordkraft-elektro.no' },
  ),
  change('904', 300, 'filter', 'made', [['active', null, true]], {
    name: 'Faktura',
    origin: 'token',
    origin_name: 'Oppsett fra skript',
  }),
  change('905', 1500, 'role', 'changed', [['rights', ['cases_own'], ['cases_all', 'outbox']]], {
    name: 'Kundebehandler',
    user_id: '12',
    user_name: 'Per Hagen',
  }),
  change('906', 1510, 'user', 'changed', [['active', true, false]], {
    name: 'Nils Berg',
    user_id: '12',
    user_name: 'Per Hagen',
  }),
  change('907', 4000, 'template', 'deleted', [], { name: 'Gammel kvittering' }),
  change('908', 9000, 'user', 'made', [['roles', null, 'Administrator']], {
    name: 'Ingrid Solberg',
    user_id: null,
    user_name: '',
    origin: 'command',
  }),
];

const page_ = (rows) => ({ rows, next: null, total: { count: rows.length, more: false } });

export const AUDIT_ROUTES = {
  'GET /settings': ({ json }) => json({ rows: SETTINGS }),
  'PUT /settings/bins.spam': ({ body, json }) =>
    json({
      rows: SETTINGS.map((one) =>
        one.name === 'bins.spam' ? { ...one, value: body.value ?? one.default, changed: changed(0) } : one,
      ),
    }),
  'GET /audit': ({ state, url, json }) => {
    const kind = url.searchParams.get('kind');
    const fits = (entry) => !kind || entry.kind === kind;
    json(page_(state.empty ? [] : ENTRIES.filter(fits)));
  },
};
