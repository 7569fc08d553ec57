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

const find = (state, id) => state.data.senderDomains.find((known) => known.id === id);

export const DOMAIN_ROUTES = {
  'GET /sender-domains': ({ state, json }) => json({ rows: state.empty ? [] : state.data.senderDomains }),
  'GET /sender-domains/alarms': ({ state, json }) => json({ rows: state.domainAlarms ?? [] }),
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
