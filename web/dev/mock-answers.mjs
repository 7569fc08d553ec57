// Made-up templates, automatic replies and signatures, and the routes that serve them.
import { ago, DAY, HOUR, MINUTE } from './mock-data.mjs';

const template = (id, name, folder, description, languages, rest = {}) => ({
  id,
  name,
  folder,
  description,
  active: true,
  default_language: 'nb',
  languages,
  files: 0,
  recipients: 0,
  updated_at: ago(Number(id) * HOUR * 7),
  updated_by: '11',
  deleted_at: null,
  ...rest,
});

const TEMPLATES = [
  template('61', 'Takk for henvendelsen', '', 'Kvittering til den som skriver første gang.', [
    'nb',
    'sv',
    'en',
  ]),
  template('62', 'Vi trenger mer informasjon', '', 'Når ordrenummer eller bilder mangler.', ['nb', 'en']),
  template('63', 'Faktura: nytt forfall', 'Faktura', 'Kunden har fått utsettelse.', ['nb']),
  template('64', 'Faktura: kreditnota sendt', 'Faktura', '', ['nb', 'sv']),
  template('65', 'Retur: slik sender du varen', 'Salg/Retur', 'Med returseddel som vedlegg.', ['nb', 'en'], {
    files: 1,
    recipients: 2,
  }),
  template('66', 'Sommerstengt', 'Salg', 'Brukes i fellesferien.', ['nb'], { active: false }),
];
const offered = [
  {
    choice: 'new',
    text: 'Vennlig hilsen\nIngrid Solberg\nKundeservice\nFjordkraft Elektro AS · post@fjordkraft.example',
    html: null,
  },
  {
    choice: 'reply',
    text: 'Hilsen Ingrid Solberg\nFjordkraft Elektro AS · post@fjordkraft.example',
    html: '<div>Hilsen <strong>Ingrid Solberg</strong></div><div>Fjordkraft Elektro AS · <a href="mailto:post@fjordkraft.example">post@fjordkraft.example</a></div>',
  },
  { choice: 'mailbox', text: 'Fjordkraft Elektro AS · post@fjordkraft.example', html: null },
  { choice: 'none', text: '', html: null },
];
const BIN = [template('69', 'Julehilsen 2025', 'Salg', '', ['nb'], { deleted_at: ago(4 * DAY) })];
const TEXT = {
  nb: {
    subject: 'Vi har fått e-posten din',
    text: 'Hei [[customer.name|der]],\n\ntakk for at du skrev til oss. Saken din har nummer [[case.number]], og vi svarer så snart vi kan.\n[[IF case.category = Faktura]]\nGjelder det en betaling som haster, kan du ringe 55 00 12 34.\n[[ENDIF]]\n\nVennlig hilsen\n[[organisation.name]]',
    html: '<div>Hei <strong>[[customer.name|der]]</strong>,</div><div><br></div><div>takk for at du skrev til oss. Saken din har nummer <strong>[[case.number]]</strong>, og vi svarer så snart vi kan.</div><div>[[IF case.category = Faktura]]</div><ul><li><div>Gjelder det en betaling som haster, kan du ringe 55 00 12 34.</div></li><li><div>Se også <a href="https://fjordkraft.example/faktura">spørsmål om faktura</a>.</div></li></ul><div>[[ENDIF]]</div><div><br></div><div>Vennlig hilsen</div><div><em>[[organisation.name]]</em></div><div><img src="cid:8102" alt="Fjordkraft Elektro" width="120"></div>',
  },
  sv: { subject: '', html: null, text: 'Hej [[customer.name|du]],\n\ntack för ditt meddelande.' },
  en: { subject: '', html: null, text: 'Hello [[customer.name|there]],\n\nthank you for writing to us.' },
};
const VALUES = {
  'customer.name': 'Kari Nordmann',
  'case.number': '1042',
  'case.title': 'Spørsmål om faktura 20417',
  'organisation.name': 'Fjordkraft Elektro AS',
  'user.name': 'Ingrid Solberg',
  'mailbox.address': 'kundeservice@fjordkraft-elektro.no',
};

/** A rough stand-in for the server's own rendering. */
function fill(text) {
  return text
    .replace(/<div>\[\[(IF [^\]]*|ENDIF)\]\]<\/div>/g, '')
    .replace(/\n?\[\[IF [^\]]*\]\]\n([\s\S]*?)\[\[ENDIF\]\]/g, '\n$1')
    .replace(/\[\[([a-z.]+)(?:\|([^\]]*))?\]\]/g, (_, name, fallback) => VALUES[name] ?? fallback ?? '');
}

/** What a template brings beside its text. */
const RECIPIENTS = { to: [], cc: ['list:71'], bcc: ['arkiv@fjordkraft.example'] };
const FILES = [
  { id: '8101', name: 'Returseddel.pdf', media_type: 'application/pdf', size_octets: 84_200 },
  { id: '8102', name: 'logo.png', media_type: 'image/png', size_octets: 6_100 },
];
const LOGO_PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="64"><rect width="240" height="64" rx="8" fill="#14506b"/><text x="16" y="41" font-family="sans-serif" font-size="24" fill="#fff">Fjordkraft</text></svg>';
const LOGO = '<div><img src="cid:8102" alt="Fjordkraft Elektro" width="120"></div>';

const replies = {
  enabled: true,
  template_id: '61',
  per_address: { burst: 2, interval_s: 600 },
  per_case: { burst: 2, interval_s: 600 },
  per_organisation: { burst: 100, interval_s: 10 },
  categories: [
    { category_id: '22', template_id: '63' },
    { category_id: '25', template_id: null },
  ],
};
const pause = (id, scope, rest) => ({
  id,
  scope,
  address: null,
  case_id: null,
  case_number: null,
  since: ago(14 * MINUTE),
  resumes_at: new Date(Date.now() + 26 * MINUTE).toISOString(),
  ...rest,
});
let pauses = [
  pause('91', 'address', { address: 'robot@leverandor.no', asked: 7, refused: 5 }),
  pause('92', 'case', { case_id: '1003', case_number: 1045, asked: 3, refused: 1 }),
];

export const ANSWER_ROUTES = {
  'GET /templates': ({ url, state, json }) => {
    const search = (url.searchParams.get('search') ?? '').toLowerCase();
    const all = url.searchParams.get('deleted') ? BIN : TEMPLATES;
    const rows = state.empty ? [] : all.filter((row) => JSON.stringify(row).toLowerCase().includes(search));
    return json({ rows });
  },
  'GET /templates/:id': ({ ids, json }) => {
    const found = TEMPLATES.find((row) => row.id === ids[0]);
    const versions = found.languages.map((language) => ({ language, ...TEXT[language] }));
    return json({ ...found, versions, recipients: RECIPIENTS, files: FILES });
  },
  'POST /templates': ({ body, json }) => json({ ...TEMPLATES[0], ...body }, 201),
  'PATCH /templates/:id': ({ body, json }) => json({ ...TEMPLATES[0], ...body }),
  'DELETE /templates/:id': ({ response }) => response.writeHead(204).end(),
  'POST /templates/:id/restore': ({ json }) => json(TEMPLATES[0]),
  'POST /templates/preview': ({ body, json, problem }) => {
    if (body.text.includes('[[custmer'))
      return problem(422, 'template.unknown_variable_near', {
        field: 'text',
        params: { line: '1', name: 'custmer.name', nearest: 'customer.name' },
      });
    const missing = body.text.includes('[[company.name]]') ? ['company.name'] : [];
    return json({
      language: body.language,
      subject: fill(body.subject ?? ''),
      text: fill(body.text),
      html: body.html ? fill(body.html) : null,
      missing,
    });
  },
  'GET /auto-replies': ({ json }) => json(replies),
  'PUT /auto-replies': ({ body, json }) => json(Object.assign(replies, body)),
  'GET /auto-replies/pauses': ({ state, json }) => json({ rows: state.empty ? [] : pauses }),
  'DELETE /auto-replies/pauses/:id': ({ ids, response }) => {
    pauses = pauses.filter((row) => row.id !== ids[0]);
    return response.writeHead(204).end();
  },
  'POST /templates/:id/fill': ({ ids, body, json }) => {
    const found = TEMPLATES.find((row) => row.id === ids[0]);
    const missing = body.case_id ? [] : ['case.number'];
    const { text, html } = TEXT[found?.languages[0] ?? 'nb'];
    return json({ language: 'nb', subject: '', text: fill(text), html: html && fill(html), missing });
  },
  'POST /templates/:id/begin': ({ body, json }) => {
    const missing = body.case_id ? [] : ['case.number'];
    const { text, html } = TEXT.nb;
    const filled = { language: 'nb', subject: '', text: fill(text), html: fill(html), missing };
    return json({ filled, recipients: RECIPIENTS, lists_gone: 0, uploads: FILES });
  },
  'GET /kept-files/:id': ({ response }) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml' });
    response.end(LOGO_PICTURE);
  },
  'GET /cases/:id/signatures': ({ json }) => json({ rows: offered }),
  'GET /cases/start/signatures': ({ json }) => json({ rows: offered }),
  'GET /profile/signatures': ({ json }) =>
    json({
      of_new: 'Vennlig hilsen\n[[user.name]]\nKundeservice',
      of_new_html: `<div>Vennlig hilsen</div><div><strong>[[user.name]]</strong></div><div><em>Kundeservice</em></div>${LOGO}`,
      of_reply: 'Hilsen [[user.name]]',
      of_reply_html: null,
    }),
  'PUT /profile/signatures': ({ body, json }) => json(body),
  'GET /mailboxes/:id/signature': ({ json }) =>
    json({
      text: '[[organisation.name]] · [[mailbox.address]]\nSe fjordkraft.example for driftsmeldinger.',
      html: `<div><strong>[[organisation.name]]</strong> · [[mailbox.address]]</div><div>Se <a href="https://fjordkraft.example">fjordkraft.example</a> for driftsmeldinger.</div>${LOGO}`,
      reply_text: '[[organisation.name]]',
      reply_html: null,
      version: 1,
    }),
  'PUT /mailboxes/:id/signature': ({ body, json }) => json({ ...body, version: 2 }),
};
