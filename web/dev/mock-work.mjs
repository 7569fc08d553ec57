// What takes several steps over the mock: trying a filter, files of lists, and mail a person decides about.
import { ago, HOUR, jobs } from './mock-data.mjs';

const hit = (id, from, subject, hours) => ({
  id,
  from,
  subject,
  received_at: ago(hours * HOUR),
  reasons: [{ field: 'subject', name: null, operator: 'contains', values: ['reklamasjon'], text: subject }],
  variables: {},
  actions: ['category', 'priority', 'add_tag'],
  left_out: ['reply_with_template'],
});
const HITS = [
  hit('i1', 'Kari Nordmann <kari.nordmann@online.no>', 'Reklamasjon på ordre 20418', 4),
  hit('i2', 'innkjop@bygdelys.no', 'Reklamasjon: to armaturer er knust', 52),
];

/** A mail that names a case its sender has no part in. */
export const REVIEW = {
  id: '690',
  mailbox_id: '51',
  mailbox_address: 'kundeservice@fjordkraft-elektro.no',
  state: 'review',
  received_at: ago(3 * HOUR),
  from: 'Anne Lie <anne.lie@postboks.example>',
  subject: 'Gjelder [#4503] Faktura 10087 er betalt to ganger',
  size_octets: 6_120,
  attempts: 1,
  error: null,
  case_id: null,
  case_number: null,
  deleted_at: null,
  review: {
    case_id: '1002',
    case_number: 4503,
    because: 'stranger_number',
    evidence: 'subject [#4503]',
  },
};

const person = (id, name, addresses, phone, company_name) => ({
  id,
  name,
  addresses,
  phone,
  language: 'nb',
  company_id: company_name ? '950' : null,
  company_name,
  former: false,
  created_at: ago(300 * HOUR),
});
const DOUBLES = [
  {
    alike: 'name',
    person: person('903', 'Marte Haugen', ['marte@haugenbygg.no'], '+47 911 22 333', 'Haugen Bygg'),
    other: person('904', 'Marte Haugen', ['marte.haugen@gmail.com'], '', null),
  },
  {
    alike: 'phone',
    person: person('905', 'Per Hagen', ['per.hagen@hansenbygg.no'], '22 33 44 55', 'Hansen Bygg'),
    other: person('906', 'P. Hagen', ['per@hansenbygg.no'], '22334455', 'Hansen Bygg'),
  },
];

/** Begins a job, as the tray shows it. */
export const begin =
  (kind) =>
  ({ state, json, tell }) => {
    const job = { ...jobs[0], id: String(700 + state.jobs.length), kind, total: 12_400, done: 0 };
    state.jobs.unshift(job);
    tell('job', job.id);
    return json(job, 202);
  };

export const WORK_ROUTES = {
  'GET /persons/doubles': ({ json }) => json({ rows: DOUBLES, next: null }),
  'POST /persons/:id/apart': ({ response }) => response.writeHead(204).end(),
  'POST /cases/next': ({ json }) => json({ id: '1000' }),
  'POST /cases/reply': begin('cases_reply'),
  'POST /cases/reply/matching': begin('cases_reply'),
  'POST /cases/forward': begin('cases_forward'),
  'POST /cases/forward/matching': begin('cases_forward'),
  'POST /persons/:id/merge': ({ json }) => json(DOUBLES[0].person),
  'POST /persons/:id/split': ({ json }) => json(DOUBLES[0].other),
  'POST /filters/dry-run': ({ json }) =>
    json({ hits: HITS, tried: 311, unreadable: 0, total: { count: 311, more: false }, next: null }),
  'GET /cases/export': ({ response }) =>
    response
      .writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': "attachment; filename*=UTF-8''saker.xlsx",
      })
      .end(Buffer.alloc(48_120)),
};
