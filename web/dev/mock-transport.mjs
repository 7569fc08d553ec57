// Made-up outgoing servers: the organisation's, those of sender domains, and the user's own.
import { detected } from './mock-data.mjs';
import { seenOf } from './mock-domains.mjs';

const UNSET = {
  own: false,
  shared: 'direct',
  shared_is_of_organisation: false,
  shared_grant: null,
  kind: 'relay',
  host: '',
  port: 465,
  security: 'tls',
  username: '',
  has_password: false,
  oauth_application_id: null,
  oauth: null,
  helo_name: '',
  own_return_path: false,
  spf_terms: '',
  failing: null,
  version: 0,
};
const OURS = {
  ...UNSET,
  own: true,
  host: 'smtp.fjordkraft-elektro.no',
  port: 587,
  security: 'starttls',
  username: 'posthus',
  has_password: true,
  helo_name: 'post.fjordkraft-elektro.no',
};
const DOMAINS = [
  {
    ...OURS,
    id: '1401',
    domain: 'fjordkraft-service.no',
    host: 'smtp.domeneshop.no',
    shared_is_of_organisation: true,
  },
  {
    ...OURS,
    id: '1402',
    domain: 'verksted.fjordkraft-elektro.no',
    host: 'smtp.office365.com',
    shared_is_of_organisation: true,
    failing: {
      since: new Date(Date.now() - 26 * 60_000).toISOString(),
      words: 'the server refused the sign-in: 535 5.7.139 Authentication unsuccessful',
    },
  },
];
const SENDING = {
  undo_s: 10,
  own: { address: 'ingrid@fjordkraft-elektro.no', name: 'Ingrid Solberg', own_server: false, direct: false },
  answers_to: 'mailbox',
  answers_address: null,
  copy_to: [],
  copy_of_shared: false,
  file_links: { refused: null, days: 30, max_octets: 250 * 1024 * 1024 },
};

const sender = (id, address, display_name, rest = {}) => ({
  id,
  address,
  display_name,
  answers_to: 'mailbox',
  answers_address: null,
  of_new: '',
  of_new_html: null,
  of_reply: '',
  of_reply_html: null,
  copy_to: [],
  category_ids: [],
  updated_at: new Date().toISOString(),
  archived_at: null,
  ...rest,
});
const SENDERS = [
  sender('1501', 'presse@fjordkraft-elektro.no', 'Fjordkraft Presse', { category_ids: ['21'] }),
  sender('1502', 'salg@fjordkraft-elektro.no', 'Fjordkraft Salg', {
    copy_to: ['arkiv@fjordkraft-elektro.no'],
    of_reply: 'Fjordkraft Salg · 55 12 34 56',
  }),
  sender('1503', 'kampanje2024@fjordkraft-elektro.no', 'Kampanje', {
    archived_at: '2026-03-01T08:00:00.000Z',
  }),
];
const OFFERED = {
  usual: { kind: 'mailbox', id: null },
  because: 'mailbox',
  offered: [
    {
      from: { kind: 'shared', id: '1502' },
      address: 'salg@fjordkraft-elektro.no',
      name: 'Fjordkraft Salg',
      own_server: false,
    },
    {
      from: { kind: 'own', id: null },
      address: 'ingrid@fjordkraft-elektro.no',
      name: 'Ingrid Solberg',
      own_server: false,
    },
  ],
};

const test = ({ state, body, json }) =>
  json({
    ok: true,
    summary_code: body.recipient ? 'sent' : 'signed_in',
    detail: '250 2.0.0 Ok: queued as 4Xg2Lk1sNz',
    conversation: [
      'S: 220 smtp.fjordkraft-elektro.no ESMTP',
      'C: EHLO post.fjordkraft-elektro.no',
      'S: 250-STARTTLS',
      'S: 250 SIZE 52428800',
      'C: STARTTLS',
      'S: 220 2.0.0 Ready to start TLS',
      'C: AUTH PLAIN ********',
      'S: 235 2.7.0 Authentication successful',
      'C: QUIT',
    ],
    seen: seenOf('post@fjordkraft-elektro.no'),
    ...state.transportTest,
  });

export const TRANSPORT_ROUTES = {
  'GET /transport': ({ state, json }) => json({ ...OURS, ...state.transport }),
  'PUT /transport': ({ body, json }) => json({ ...UNSET, has_password: true, ...body }),
  'POST /transport/test': test,
  'POST /transport/spf': ({ state, json }) =>
    json({ is_needed: true, is_known: false, terms: 'ip4:192.0.2.25', ...state.spf }),
  'GET /domain-transports': ({ state, json }) => json({ rows: state.empty ? [] : DOMAINS }),
  'PUT /domain-transports': ({ json }) => json({ rows: DOMAINS }),
  'DELETE /domain-transports/:id': ({ response }) => response.writeHead(204).end(),
  'POST /domain-transports/test': test,
  'GET /profile/transport': ({ state, json }) =>
    json({ ...UNSET, shared: 'relay', shared_is_of_organisation: true, ...state.ownTransport }),
  'PUT /profile/transport': ({ body, json }) => json({ ...UNSET, has_password: true, ...body }),
  'POST /profile/transport/test': test,
  'POST /profile/transport/detect': ({ json }) => json(detected),
  'GET /profile/sending': ({ state, json }) => json({ ...SENDING, ...state.ownSending }),
  'PUT /profile/sending': ({ body, json }) => json({ ...SENDING, ...body }),
  'GET /identities': ({ state, json }) => json({ rows: state.empty ? [] : SENDERS }),
  'POST /identities': ({ body, json }) => json(sender('1504', body.address, body.display_name, body), 201),
  'PATCH /identities/:id': ({ body, json }) => json(sender('1501', body.address, body.display_name, body)),
  'GET /mail-senders': ({ url, state, json }) => {
    const because = url.searchParams.get('begins') ? 'new_case' : OFFERED.because;
    return json({ ...OFFERED, because, ...state.senders });
  },
  'GET /sending': ({ json }) =>
    json({ agent_name: true, own_address: true, identity_id: null, list_recipients_max: 100 }),
  'PUT /sending': ({ body, json }) => json(body),
};
