// Made-up answers to what customers often ask, and the routes that serve them.
import { ago } from './mock-data.mjs';

const HOUR = 3_600_000;
const entry = (id, folder, title, rest = {}) => ({
  id,
  folder,
  title,
  keywords: [],
  link: '',
  language: 'nb',
  archived_at: null,
  updated_at: ago(Number(id) * HOUR),
  ...rest,
});
const ENTRIES = [
  entry('961', 'Faktura', 'Hvorfor er fakturaen høyere enn vanlig?', { keywords: ['for høy faktura'] }),
  entry('962', 'Faktura', 'Hvordan endrer jeg fakturaadressen?', {
    link: 'https://fjordkraft-elektro.no/faktura/adresse',
  }),
  entry('963', 'Levering', 'Når kommer leveransen min?', { keywords: ['sporing', 'forsinket levering'] }),
  entry('964', 'Levering/Retur', 'Hvordan returnerer jeg varer?', {
    keywords: ['retur', 'angrerett'],
    link: 'https://fjordkraft-elektro.no/retur',
  }),
  entry('965', 'Levering/Retur', 'Hur returnerar jag varor?', { language: 'sv', keywords: ['retur'] }),
];
const ARCHIVE = [
  entry('969', 'Kampanje', 'Gjelder rabatten også for elbillader?', { archived_at: ago(300 * HOUR) }),
];
const TEXT =
  'Hei [[customer.name|der]],\n\ndu kan sende varene tilbake innen 30 dager. Legg ved pakkseddelen, og bruk returetiketten som lå i kassen.';
const SUGGESTED = [
  { id: '964', title: ENTRIES[3].title, percent: 38, keyword: 'retur', words: ['varer'] },
  { id: '963', title: ENTRIES[2].title, percent: 71, keyword: null, words: ['leveransen', 'kommer'] },
];

export const FAQ_ROUTES = {
  'GET /faq-entries': ({ url, state, json }) => {
    const search = (url.searchParams.get('search') ?? '').toLowerCase();
    const all = url.searchParams.get('archived') ? ARCHIVE : ENTRIES;
    const rows = state.empty ? [] : all.filter((row) => JSON.stringify(row).toLowerCase().includes(search));
    return json({ rows });
  },
  'GET /faq-entries/:id': ({ ids, json }) =>
    json({ ...ENTRIES.find((row) => row.id === ids[0]), text: TEXT, updated_by: null }),
  'POST /faq-entries': ({ body, json }) => json({ ...ENTRIES[0], ...body }, 201),
  'PATCH /faq-entries/:id': ({ body, json }) => json({ ...ENTRIES[0], ...body }),
  'POST /faq-entries/:id/archive': ({ json }) => json(ARCHIVE[0]),
  'POST /faq-entries/:id/restore': ({ json }) => json(ENTRIES[0]),
  'POST /faq-entries/:id/fill': ({ json }) =>
    json({ language: 'nb', subject: '', text: TEXT.replace('[[customer.name|der]]', 'Kari'), missing: [] }),
  'GET /cases/:id/faq': ({ json }) => json({ rows: SUGGESTED }),
  'GET /faq-rules': ({ json }) => json({ minimum_percent: 50, most: 3 }),
  'PUT /faq-rules': ({ body, json }) => json(body),
};
