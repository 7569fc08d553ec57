// A made-up person's card, and a file of persons on its way in.
import { BLOCKED_PAST, blockedAddresses } from './mock-blocks.mjs';
import { ago, HOUR } from './mock-data.mjs';
import { peopleLists } from './mock-returns.mjs';

const decision = (hours, deed, rest = {}) => ({
  at: ago(hours * HOUR),
  by: null,
  deed,
  scope: deed === 'blocked' ? 'all' : null,
  reason: deed === 'blocked' ? 'returned' : null,
  note: '',
  ...rest,
});
const DECISIONS = [
  decision(30, 'blocked'),
  decision(180, 'cleared', { by: '11', note: 'Ringte: postkassen var full i ferien, den er tømt.' }),
  decision(210, 'blocked', { reason: 'limit' }),
];

const CARD = {
  accepted_returns: 5,
  joined: [
    {
      id: '3999',
      name: 'M. Haugen',
      addresses: ['m.haugen@haugenbygg.no'],
      joined_at: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    },
  ],
  addresses: [
    { address: 'marte@haugenbygg.no', standing: null, trial: null, history: [], changes: [] },
    {
      address: 'marte.haugen@gmail.com',
      standing: { ...blockedAddresses[0], id: '7', address: 'marte.haugen@gmail.com' },
      trial: null,
      history: BLOCKED_PAST.slice(0, 2),
      changes: DECISIONS,
    },
  ],
};

const checked = (input, rest = {}) => ({
  input,
  address: input,
  verdict: 'good',
  error: null,
  mail_hosts: 'mx',
  suggestion: null,
  role: false,
  disposable: false,
  blocked: null,
  ...rest,
});
const row = (number, name, address, rest = {}) => ({
  number,
  name,
  addresses: address ? [address] : [],
  phone: '',
  company: 'Havn og Hage AS',
  problem: null,
  problem_address: null,
  checked: address ? [checked(address)] : [],
  known: null,
  ...rest,
});
const PREVIEW = {
  form: 'csv',
  charset: 'windows-1252',
  separator: 'semicolon',
  has_heading: true,
  columns: [
    { heading: 'Fullt navn', field: 'name', sample: 'Åse Bjørnstad' },
    { heading: 'E-postadresse', field: 'address', sample: 'ase@havnoghage.no' },
    { heading: 'Mobil', field: 'phone', sample: '+47 912 34 567' },
    { heading: 'Bedrift', field: 'company', sample: 'Havn og Hage AS' },
    { heading: 'Kundenr.', field: null, sample: '10442' },
  ],
  rows: 1284,
  refused: 3,
  known: 17,
  doubtful: 9,
  shown: [
    row(2, 'Åse Bjørnstad', 'ase@havnoghage.no', { phone: '+47 912 34 567' }),
    row(3, 'Ola Li', 'ola.li@hotmial.com', {
      checked: [checked('ola.li@hotmial.com', { verdict: 'doubtful', suggestion: 'ola.li@hotmail.com' })],
    }),
    row(4, 'Uten Adresse', '', { phone: '22 33 44 55', problem: 'contact.no_address' }),
    row(5, 'Per Vik', 'per(at)vik.no', {
      problem: 'contact.bad_address',
      problem_address: 'per(at)vik.no',
      checked: [],
    }),
    row(6, 'Marte Haugen', 'marte@haugenbygg.no', { known: { id: '900', name: 'Marte Haugen' } }),
    row(7, '', 'post@nedlagt-bedrift.no', {
      checked: [
        checked('post@nedlagt-bedrift.no', { verdict: 'bad', mail_hosts: 'no-such-domain', role: true }),
      ],
    }),
  ],
};

const imported = (over) => ({
  id: '1',
  file_name: 'kunder.csv',
  created_at: ago(0),
  job: {
    id: '77',
    kind: 'persons_import',
    state: over ? 'done' : 'running',
    total: 1284,
    done: over ? 1281 : 400,
    failed: over ? 3 : 0,
    cut: false,
    failures: [],
    cancel_requested: false,
    created_at: ago(0),
    finished_at: over ? ago(0) : null,
  },
  waiting: over ? 0 : 884,
  made: over ? 1264 : 395,
  changed: 0,
  kept: over ? 17 : 5,
  refused: over ? 3 : 0,
});

export const PEOPLE_ROUTES = {
  'GET /persons/:id/card': ({ json }) => json({ ...CARD, lists: [peopleLists[0], peopleLists[3]] }),
  'POST /persons/imports/preview': ({ json }) => json(PREVIEW),
  'POST /persons/imports': ({ json }) => json(imported(false), 202),
  'GET /persons/imports/:id': ({ json }) => json(imported(true)),
  'POST /blocked-addresses/former/matching': ({ json }) => json(imported(false).job, 202),
};
