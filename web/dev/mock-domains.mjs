// Made-up sender domains for the mock.
import { ago, ahead, DAY, HOUR, MINUTE } from './mock-data.mjs';

const RSA =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7TlAUE1O5GJyKp63nFPslK+F+Pxd/Yt1KE+laz8JFH2HoMelgPU1pl79pAqXNy7JZMoYJAPPVrTcUNCvkE9D8AUUjmbK1b+/53iiWDNU99C9+SFWUxUSmclVr0/A5WTwwamcQ0kyfwAiC3T2AERuUi6zxBc41QbjDe8A5jF3sefAUK0AV46u2Zhp8MMIf5K5PQOlf6xf3RYh/tC6LRTCJYkF6HOGoxUZVEzvVzvLZk1o2jQ0QyO3YMnuKMBdZ/9Iz0wbH6H0akpkha2RerZB2NYPVnG1+AftAO7r2dFJZqweuLUZLuyJnEJp59WezLs2NDo9RlaIDYgM1vjvDhdPTwIDAQAB';
const ED25519 = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

const record = (kind, importance, name, value, more = {}) => ({
  kind,
  importance,
  name,
  record_type: kind === 'return_path' ? 'CNAME' : 'TXT',
  value,
  verdict: 'live',
  found: [],
  problem: null,
  detail: '',
  ...more,
});

const key = (selector, algorithm, more = {}) => ({
  selector,
  algorithm,
  state: 'active',
  seen_at: ago(200 * DAY),
  created_at: ago(201 * DAY),
  retired_at: null,
  removable: false,
  ...more,
});

const dkim = (name, more, which = 1) => [
  record('dkim', 'required', `ph-4fd1c03a-r${which}._domainkey.${name}`, `v=DKIM1; k=rsa; p=${RSA}`, more),
  record(
    'dkim',
    'recommended',
    `ph-4fd1c03a-e${which}._domainkey.${name}`,
    `v=DKIM1; k=ed25519; p=${ED25519}`,
    more,
  ),
];

const domain = (id, name, more) => ({
  id,
  name,
  state: 'live',
  dmarc_policy: 'none',
  reports_to: null,
  is_absent: false,
  records: [],
  keys: [key('ph-4fd1c03a-r1', 'rsa'), key('ph-4fd1c03a-e1', 'ed25519')],
  spf_lookups: 3,
  mta_sts_policy: null,
  live_since: ago(200 * DAY),
  failing_since: null,
  switched_off_at: null,
  checked_at: ago(3 * HOUR),
  check_at: ahead(21 * HOUR),
  ...more,
});

const sts = (name, more) =>
  record('mta_sts', 'optional', `_mta-sts.${name}`, 'v=STSv1; id=1', { verdict: 'missing', ...more });

export const senderDomains = [
  domain('901', 'fjordkraft-elektro.no', {
    dmarc_policy: 'quarantine',
    reports_to: 'dmarc@fjordkraft-elektro.no',
    records: [
      ...dkim('fjordkraft-elektro.no'),
      record(
        'spf',
        'recommended',
        'fjordkraft-elektro.no',
        'v=spf1 mx include:spf.protection.outlook.com include:_spf.domeneshop.no ~all',
        {
          verdict: 'differs',
          found: ['v=spf1 mx include:spf.protection.outlook.com ~all'],
          problem: 'not_authorised',
          detail: 'include:_spf.domeneshop.no',
        },
      ),
      record(
        'dmarc',
        'recommended',
        '_dmarc.fjordkraft-elektro.no',
        'v=DMARC1; p=quarantine; rua=mailto:dmarc@fjordkraft-elektro.no',
        {
          verdict: 'differs',
          found: ['v=DMARC1; p=none; rua=mailto:dmarc@fjordkraft-elektro.no'],
          problem: 'weaker_policy',
          detail: 'none',
        },
      ),
      record(
        'tls_rpt',
        'optional',
        '_smtp._tls.fjordkraft-elektro.no',
        'v=TLSRPTv1; rua=mailto:dmarc@fjordkraft-elektro.no',
      ),
      sts('fjordkraft-elektro.no'),
    ],
    mta_sts_policy: {
      address: 'https://mta-sts.fjordkraft-elektro.no/.well-known/mta-sts.txt',
      text: 'version: STSv1\nmode: testing\nmx: mx.fjordkraft-elektro.no\nmax_age: 604800\n',
      state: 'lacks_host',
      detail: 'mx2.fjordkraft-elektro.no',
    },
  }),
  domain('902', 'fjordkraft.se', {
    state: 'pending',
    live_since: null,
    checked_at: ago(2 * MINUTE),
    check_at: ahead(3 * MINUTE),
    spf_lookups: null,
    keys: [
      key('ph-4fd1c03a-r1', 'rsa', { seen_at: null, created_at: ago(HOUR) }),
      key('ph-4fd1c03a-e1', 'ed25519', { seen_at: null, created_at: ago(HOUR) }),
    ],
    records: [
      ...dkim('fjordkraft.se', { verdict: 'missing' }),
      record('spf', 'recommended', 'fjordkraft.se', 'v=spf1 mx include:_spf.domeneshop.no ~all', {
        verdict: 'missing',
      }),
      record('dmarc', 'recommended', '_dmarc.fjordkraft.se', 'v=DMARC1; p=none', { verdict: 'missing' }),
      sts('fjordkraft.se'),
    ],
  }),
  domain('903', 'kundesenter.fjordkraft.no', {
    keys: [
      key('ph-4fd1c03a-r1', 'rsa', { state: 'retired', retired_at: ago(9 * DAY), removable: true }),
      key('ph-4fd1c03a-e1', 'ed25519', { state: 'retired', retired_at: ago(9 * DAY), removable: true }),
      key('ph-4fd1c03a-r2', 'rsa', { seen_at: ago(9 * DAY), created_at: ago(10 * DAY) }),
      key('ph-4fd1c03a-e2', 'ed25519', { seen_at: ago(9 * DAY), created_at: ago(10 * DAY) }),
    ],
    records: [
      ...dkim('kundesenter.fjordkraft.no', {}, 2),
      record('spf', 'recommended', 'kundesenter.fjordkraft.no', 'v=spf1 include:_spf.domeneshop.no -all'),
      record('dmarc', 'recommended', '_dmarc.kundesenter.fjordkraft.no', 'v=DMARC1; p=none', {
        problem: 'inherited',
        detail: 'fjordkraft.no',
      }),
      sts('kundesenter.fjordkraft.no'),
    ],
  }),
];

const dayBefore = (days) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);

const source = (network, standing, mails, proved, more = {}) => ({
  network,
  addresses: 1,
  source: network.replace('.0/24', '.17'),
  host: '',
  known_as: '',
  standing,
  mails,
  proved,
  dkim: proved,
  spf: proved,
  stopped: 0,
  first_day: dayBefore(29),
  last_day: dayBefore(1),
  ...more,
});

const reportsOf = (name, days, more = {}) => ({
  name,
  first_day: dayBefore(days - 1),
  last_day: dayBefore(0),
  reports_to: `dmarc@${name}`,
  reach_us: true,
  dmarc_policy: 'none',
  advice: 'look_at_sources',
  dmarc_reports: 118,
  tls_reports: 41,
  days: Array.from({ length: Math.min(days, 90) - 1 }, (_, at) => ({
    day: dayBefore(at + 1),
    counted: at % 7 > 4 ? 90 + (at % 3) : 420 + ((at * 37) % 160),
    good: at % 7 > 4 ? 80 : 400 + ((at * 31) % 120),
  })),
  sources: [
    source('192.0.2.0/24', 'ours', 9_412, 9_401, {
      host: 'mail.fjordkraft-elektro.no',
      known_as: '',
      addresses: 2,
    }),
    source('198.51.100.0/24', 'partly', 1_204, 881, {
      host: 'o1.sendmail.example',
      known_as: 'sendmail.example',
      addresses: 6,
    }),
    source('203.0.113.0/24', 'authorised', 640, 640, {
      host: 'a.faktura.example',
      known_as: 'faktura.example',
    }),
    source('2001:db8:7::/48', 'forwarder', 92, 92, { known_as: 'universitet.example', addresses: 3 }),
    source('203.0.113.64/26', 'known', 51, 0, { host: 'out3.lonn.example', known_as: 'lonn.example' }),
    source('100.64.9.0/24', 'unknown', 37, 0, {
      stopped: 30,
      first_day: dayBefore(4),
      last_day: dayBefore(4),
    }),
    source('', 'unproved', 5, 0),
  ],
  tls_days: Array.from({ length: 28 }, (_, at) => ({
    day: dayBefore(at + 1),
    counted: 300 + at,
    good: 296 + at,
  })),
  tls_outcomes: [
    { outcome: 'success', mx: '', sessions: 8_650, last_day: dayBefore(1), words: '' },
    {
      outcome: 'certificate-expired',
      mx: 'mx2.fjordkraft-elektro.no',
      sessions: 112,
      last_day: dayBefore(2),
      words: 'X509_V_ERR_CERT_HAS_EXPIRED',
    },
  ],
  newest: ['google.com', 'Enterprise Outlook', 'Yahoo', ''].map((reporter, at) => ({
    kind: at === 3 ? 'tls' : 'dmarc',
    reporter,
    sent_from: reporter.includes('.') ? reporter : 'reports.example',
    proved: at !== 2,
    intake_id: `${7_000 + at}`,
    begins_at: ago((at + 1) * DAY),
    ends_at: ago(at * DAY),
    counted: 400 - at * 90,
    good: 390 - at * 95,
  })),
  unproved: { dmarc_reports: 0, tls_reports: 0, days: [], tls_days: [], tls_outcomes: [] },
  ...more,
});

const REPORTS = {
  901: (days) => reportsOf('fjordkraft-elektro.no', days),
  902: (days) =>
    reportsOf('fjordkraft.se', days, {
      reports_to: 'rapporter@elsewhere.example',
      reach_us: false,
      advice: 'no_reports',
      dmarc_reports: 0,
      tls_reports: 0,
      days: [],
      sources: [],
      tls_days: [],
      tls_outcomes: [],
      newest: [],
    }),
  903: (days) => reportsOf('kundesenter.fjordkraft.no', days, { advice: 'tighten', tls_outcomes: [] }),
};

const find = (state, id) => state.data.senderDomains.find((known) => known.id === id);

/** What a receiver sees of mail from an address. */
export const seenOf = (from, sights) => ({
  from,
  attempts: 64,
  plain: 2,
  sights: sights ?? [
    { aspect: 'spf', sighting: 'fails', level: 'warn' },
    { aspect: 'dkim', sighting: 'passes', level: 'pass' },
    { aspect: 'dmarc', sighting: 'passes', level: 'pass' },
    { aspect: 'host_name', sighting: 'elsewhere', level: 'pass' },
    { aspect: 'tls', sighting: 'passes', level: 'pass' },
  ],
});

/** What is served of MTA-STS: nothing of a domain that waits, and of others what is being tested. */
const servedOf = ({ name, state }, more) => {
  const isOff = state === 'pending';
  return {
    serving: isOff ? 'off' : 'testing',
    since: isOff ? null : ago(9 * DAY),
    exchangers: isOff ? [] : [`mx.${name}`],
    exchangers_differ: false,
    name: `mta-sts.${name}`,
    host: 'post.fjordkraft-elektro.no',
    text: isOff ? null : `version: STSv1\r\nmode: testing\r\nmx: mx.${name}\r\nmax_age: 86400\r\n`,
    record: isOff ? null : 'v=STSv1; id=4f1c09be77a21d3305e8',
    record_is_live: true,
    state: isOff ? null : 'live',
    detail: '',
    choices: isOff
      ? []
      : [
          { serving: 'off', warnings: [] },
          { serving: 'enforce', warnings: ['no_reports', 'failures'] },
        ],
    forgotten_at: null,
    ...more,
  };
};

export const DOMAIN_ROUTES = {
  'GET /sender-domains': ({ state, json }) => json({ rows: state.empty ? [] : state.data.senderDomains }),
  'GET /sender-domains/alarms': ({ state, json }) => json({ rows: state.domainAlarms ?? [] }),
  'GET /sender-domains/:id/reports': ({ ids, url, json }) =>
    json(REPORTS[ids[0]](Number(url.searchParams.get('days') ?? 30))),
  'GET /sender-check': ({ state, url, json }) => {
    const address = url.searchParams.get('address');
    const points = state.senderPoints?.(address) ?? [{ point: 'signed', level: 'pass' }];
    const seen = url.searchParams.get('seen') ? seenOf(address, state.sights) : null;
    const way = { kind: 'relay', because: 'organisation', server: 'smtp.fjordkraft-elektro.no' };
    const level = points[0].level;
    json({
      address,
      level,
      points,
      rewritten_from: null,
      is_sender_domain: true,
      way,
      max_octets: null,
      seen,
    });
  },
  'GET /domain-report-settings': ({ json }) =>
    json({ kept_days: 400, addresses: ['post@fjordkraft-elektro.no', 'faktura@fjordkraft-elektro.no'] }),
  'PUT /domain-report-settings': ({ body, json }) => json({ addresses: [], ...body }),
  'GET /sender-domains/:id/mta-sts': ({ state, ids, json }) =>
    json(servedOf(find(state, ids[0]), state.mtaSts)),
  'PUT /sender-domains/:id/mta-sts': ({ state, ids, body, json }) =>
    json(servedOf(find(state, ids[0]), { serving: body.serving, since: ago(MINUTE) })),
  'POST /sender-domains': ({ state, json }) => json(state.data.senderDomains[1], 201),
  'GET /sender-domains/:id': ({ state, ids, json }) => json(find(state, ids[0])),
  'PATCH /sender-domains/:id': ({ state, ids, body, json }) => json(Object.assign(find(state, ids[0]), body)),
  'DELETE /sender-domains/:id': ({ response }) => response.writeHead(204).end(),
  'POST /sender-domains/:id/check': ({ state, ids, json }) => json(find(state, ids[0])),
  'POST /sender-domains/:id/rotate': ({ state, ids, json }) => json(find(state, ids[0])),
};

/** DNS has not told what the domain publishes. */
export function darken(state) {
  const { records } = find(state, '902');
  for (const found of records)
    if (found.kind === 'spf' || found.kind === 'dmarc') found.verdict = 'unanswered';
}

/** Keys that lie in the operator's zone: the one is not there yet, a name leads elsewhere, and one lacks. */
export function leadKeys(state) {
  const found = find(state, '902');
  const led = (slot, more) => {
    const selector = `ph-4fd1c03a-${slot}`;
    const value = `${selector}.9d1c0a77e2b45f08.keys.posthus.example`;
    const importance = slot === 'ra' ? 'required' : 'recommended';
    const name = `${selector}._domainkey.${found.name}`;
    return record('dkim', importance, name, value, { record_type: 'CNAME', ...more(value) });
  };
  const unseen = { seen_at: null, created_at: ago(HOUR) };
  found.keys = [key('ph-4fd1c03a-ra', 'rsa', unseen), key('ph-4fd1c03a-ea', 'ed25519', unseen)];
  found.records = [
    led('ra', (target) => ({
      verdict: 'differs',
      problem: 'key_not_published',
      detail: target,
      found: [target],
    })),
    led('ea', () => ({
      verdict: 'differs',
      problem: 'other_target',
      detail: 'dkim.annen.example',
      found: ['dkim.annen.example'],
    })),
    led('rb', () => ({})),
    led('eb', () => ({ verdict: 'missing' })),
    ...found.records.filter(({ kind }) => kind !== 'dkim'),
  ];
}

/** A domain whose key is gone. */
export function lose(state) {
  const lost = find(state, '901');
  Object.assign(lost, { state: 'warning', failing_since: ago(5 * HOUR) });
  lost.records[0].verdict = 'missing';
  state.domainAlarms = [
    {
      id: '901',
      name: lost.name,
      state: 'warning',
      failing_since: lost.failing_since,
      switched_off_at: null,
    },
  ];
}
