// A stand-in for the server while the interface is built: `npm run mock` beside `npm run dev`, or with
// the built files. It keeps its made-up data in memory, checks nothing, and is never shipped.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ANSWER_ROUTES } from './mock-answers.mjs';
import { AUDIT_ROUTES } from './mock-audit.mjs';
import { BLOCK_ROUTES, blockedAddresses, clearedAddresses } from './mock-blocks.mjs';
import * as data from './mock-data.mjs';
import { DOMAIN_ROUTES, senderDomains } from './mock-domains.mjs';
import { FAQ_ROUTES } from './mock-faq.mjs';
import { LIST_ROUTES } from './mock-lists.mjs';
import { meaning } from './mock-meaning.mjs';
import { NOTICE_SETTINGS, noticeChoices, notices } from './mock-notices.mjs';
import { OAUTH_ROUTES } from './mock-oauth.mjs';
import { PEOPLE_ROUTES } from './mock-people.mjs';
import { inSet, RETURN_ROUTES } from './mock-returns.mjs';
import { reasonsOf, sentMail } from './mock-sent.mjs';
import { TRANSPORT_ROUTES } from './mock-transport.mjs';
import { begin, REVIEW, WORK_ROUTES } from './mock-work.mjs';
import { WRITING_ROUTES } from './mock-writing.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const MAIL = `<!doctype html><meta charset="utf-8"><body style="font:15px/1.5 Georgia,serif;color:#222;padding:16px">
<p>Hei,</p><p>vi fikk leveransen i dag, men på pakkseddelen står det <b>fire</b> sikringsskap (art. 70-2214) og i kassene lå det bare <b>to</b>.</p>
<table border="1" cellpadding="6" style="border-collapse:collapse"><tr><th>Art.</th><th>Bestilt</th><th>Mottatt</th></tr><tr><td>70-2214</td><td>4</td><td>2</td></tr></table>
<p>Hilsen<br>Kari Nordmann</p></body>`;

const SOURCE_HEADER = `Received: from mail.haugenbygg.no (mail.haugenbygg.no [192.0.2.15])
\tby mx.fjordkraft-elektro.no (Posthus) with ESMTPS id 4f2c91;
\tMon, 23 Nov 2026 09:14:02 +0100
DKIM-Signature: v=1; a=rsa-sha256; d=haugenbygg.no; s=k1; h=from:to:subject;
\tb=Jq0x8m5Zl2vC1YfT0m7Qw9n3RkEo6sUaDgHbNcVxWzKyPtLi==
From: Kari Nordmann <kari@haugenbygg.no>
To: post@fjordkraft-elektro.no
Subject: =?utf-8?q?Feil_i_leveransen_=E2=80=93_mangler_to_sikringsskap?=
Message-ID: <20261123091401.7f3@haugenbygg.no>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8`;
const SOURCE = {
  header: SOURCE_HEADER,
  text: `${SOURCE_HEADER}\n\nHei,\n\nvi fikk leveransen i dag, men det mangler to sikringsskap.\n`,
  size_octets: 4096,
  cut: false,
};

/** What the mock knows at first. */
function freshState({ rights, language = 'nb', theme = 'auto', signedIn = true } = {}) {
  return {
    signedIn,
    fail: new Set(),
    empty: false,
    session: {
      user: { id: '11', name: 'Ingrid Solberg', email: 'ingrid@fjordkraft-elektro.no', language, theme },
      organisation: { id: '1', name: 'Fjordkraft Elektro AS', language: 'nb' },
      rights: rights ?? [
        'mailboxes',
        'intake',
        'outbox',
        'blocked',
        'cases_all',
        'templates',
        'users',
        'delete',
        'spam',
        'share_views',
        'export',
      ],
      version: '0.1.0',
      demo: true,
    },
    cases: structuredClone(data.cases),
    details: new Map(),
    jobs: [],
    preferences: {},
    listeners: new Set(),
    data: structuredClone({
      senderDomains,
      ...data,
      ago: undefined,
      ahead: undefined,
      detailOf: undefined,
      excerptOf: undefined,
    }),
  };
}

/**
 * Starts the mock; `state` may be changed by tests of the pages (rights, language, failures), and
 * `reset` makes it another's: one address for many pages lets the browser keep what it compiled.
 */
export function startMock({ port = 0, slow = 0, ...given } = {}) {
  const mock = { state: freshState(given) };
  mock.reset = (wanted) => {
    for (const listener of mock.state.listeners) listener.end();
    mock.state = freshState(wanted);
    return mock.state;
  };
  mock.server = createServer(async (request, response) => {
    if (slow) await new Promise((done) => setTimeout(done, slow));
    const url = new URL(request.url, 'http://mock');
    try {
      if (url.pathname.startsWith('/api/v1')) await answer(mock.state, request, response, url);
      else await file(response, url.pathname);
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
  mock.stop = () => {
    mock.server.closeAllConnections();
    mock.server.close();
  };
  return new Promise((ready) =>
    mock.server.listen(port, '127.0.0.1', () => {
      mock.url = `http://127.0.0.1:${mock.server.address().port}`;
      ready(mock);
    }),
  );
}

async function file(response, path) {
  const wanted = normalize(path).replace(/^(\.\.[/\\])+/, '');
  const found = await readFile(join(DIST, wanted === '/' ? 'index.html' : wanted)).catch(() => null);
  const body = found ?? (await readFile(join(DIST, 'index.html')));
  const type = TYPES[found ? extname(wanted) || '.html' : '.html'] ?? 'application/octet-stream';
  // The built files carry a hash of what is in them.
  const kept = wanted.startsWith('/assets/') ? { 'cache-control': 'max-age=3600, immutable' } : {};
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY, ...kept }).end(body);
}

async function answer(state, request, response, url) {
  const path = url.pathname.slice('/api/v1'.length);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const isJson = (request.headers['content-type'] ?? '').includes('json');
  const body = isJson && raw.length > 0 ? JSON.parse(raw.toString()) : {};
  const json = (value, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const problem = (status, code, rest = {}) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json' })
      .end(
        JSON.stringify({ type: 'about:blank', title: code, status, detail: `mock: ${code}`, code, ...rest }),
      );

  if (path === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
    state.listeners.add(response);
    request.on('close', () => state.listeners.delete(response));
    return undefined;
  }
  const tell = (kind, id) => {
    for (const listener of state.listeners)
      listener.write(`data: ${JSON.stringify({ seq: 1, kind, id })}\n\n`);
  };
  if (path === '/session' && request.method === 'POST') {
    if (body.password === 'feil') return problem(401, 'sign_in_failed');
    state.signedIn = true;
    return json(state.session);
  }
  if (!state.signedIn) return problem(401, 'not_signed_in');
  for (const failing of state.fail) if (path.startsWith(failing)) return problem(503, 'unavailable');
  const route = `${request.method} ${path.replace(/\/\d+[a-z]*\d*(?=\/|$)/g, '/:id').replace(/\/i\d+(?=\/|$)/g, '/:id')}`;
  const ids = path.match(/\d+/g) ?? [];
  if (request.method === 'PUT' && path.startsWith('/profile/preferences/')) {
    const name = path.slice('/profile/preferences/'.length);
    state.preferences[name] = body.value;
    return json({ name, value: body.value });
  }
  const handler = ROUTES[route];
  if (!handler) return problem(404, 'not_found');
  const context = { state, url, body, ids, raw, tell, json, problem, response };
  return handler(context);
}

/** What a server answered, as numbers; none where it said nothing, or the words are ours. */
const codesOf = ({ state, meaning }) => {
  const said = { queued: [451, '4.7.1'], failed: [550, '5.1.1'], sent: [250, '2.0.0'] }[state];
  const [last_code, last_enhanced] = (meaning?.by_server !== false && said) || [null, null];
  return { last_code, last_enhanced };
};

/** A page of rows: searched, sorted and cut as the server does it. */
/** The rows in the bin, or those outside it, as the request asks. */
const inBin = ({ url }, rows) =>
  rows.filter((row) => Boolean(row.deleted_at) === (url.searchParams.get('deleted') === 'true'));

const throwAway = (list) => (state, ids) => {
  for (const row of state.data[list]) if (ids.has(row.id)) row.deleted_at = data.ago(0);
};

const takeBack = (list) => (state, ids) => {
  for (const row of state.data[list]) if (ids.has(row.id)) row.deleted_at = null;
};

function page({ state, url, json }, rows) {
  const query = Object.fromEntries(url.searchParams);
  let found = state.empty ? [] : rows;
  if (query.q)
    found = found.filter((row) => JSON.stringify(row).toLowerCase().includes(query.q.toLowerCase()));
  if (query.sort) {
    const column =
      {
        customer: 'customer_name',
        status: 'status',
        priority: 'priority_name',
        owner: 'owner_name',
        category: 'category_name',
        mailbox: 'mailbox_address',
        filter: 'filter_name',
      }[query.sort] ?? query.sort;
    const sign = query.descending === 'true' ? -1 : 1;
    found = [...found].sort(
      (a, b) =>
        sign * String(a[column] ?? '').localeCompare(String(b[column] ?? ''), 'nb', { numeric: true }),
    );
  }
  const start = Number(query.cursor ?? 0);
  const limit = Number(query.limit ?? 50);
  const rowsOut = found.slice(start, start + limit);
  return json({
    rows: rowsOut,
    next: start + limit < found.length ? String(start + limit) : null,
    total: { count: found.length, more: false },
  });
}

const bulk =
  (kind, change) =>
  ({ body, state, json, tell }) => {
    change(state, new Set(body.ids));
    tell(kind, body.ids[0]);
    return json({ done: body.ids.length, failed: [] });
  };
const remove = (list) => (state, ids) => {
  state.data[list] = state.data[list].filter((row) => !ids.has(row.id));
};
const detail = (state, id) => {
  const row = state.cases.find((found) => found.id === id);
  if (!row) return null;
  if (!state.details.has(id)) {
    const made = data.detailOf(row);
    // What a page wants the entry about its mail to say.
    for (const one of made.messages)
      if (state.told && one.class.startsWith('delivery_')) Object.assign(one, state.told);
    state.details.set(id, made);
  }
  return state.details.get(id);
};
const named = (list, id) => list.find((item) => item.id === id)?.name ?? null;
const content = {
  headers:
    'Received: from mx1.online.no (mx1.online.no [193.75.110.10])\n\tby imap.fjordkraft-elektro.no with ESMTPS id 4XbT2k1Zq\n\tfor <kundeservice@fjordkraft-elektro.no>; Sun, 22 Nov 2026 12:01:33 +0100\nFrom: Kari Nordmann <kari.nordmann@online.no>\nTo: kundeservice@fjordkraft-elektro.no\nSubject: Ordre 20418 mangler to sikringsskap\nMessage-ID: <CA+9f2b1c@online.no>\nContent-Type: multipart/mixed; boundary="b1"',
  text: 'Hei,\n\nvi fikk leveransen i dag, men på pakkseddelen står det fire sikringsskap og i kassene lå det bare to.\n\nHilsen\nKari Nordmann',
  attachments: [
    {
      index: 0,
      name: 'pakkseddel.pdf',
      media_type: 'application/pdf',
      size_octets: 184_233,
      inline: false,
      is_mail: false,
    },
    {
      index: 1,
      name: 'Bekreftelse på ordre 20418.eml',
      media_type: 'message/rfc822',
      size_octets: 9_412,
      inline: false,
      is_mail: true,
    },
  ],
  has_html: true,
  remote_blocked: 2,
  header_fields: [],
  defects: ['date', 'charset_guessed'],
  source_id: '1700000000:4711',
  hash: 'b3f0c0a95d17e2c46f0d8a0f4ab5a1d0c07f9e2b7d6c1a90f4e8b2c3d5a6978f',
};
const attachedMail = {
  from: { name: 'Fjordkraft Elektro', address: 'ordre@fjordkraft-elektro.no' },
  to: [{ name: 'Kari Nordmann', address: 'kari.nordmann@online.no' }],
  cc: [],
  subject: 'Bekreftelse på ordre 20418',
  date: data.ago(4 * data.DAY),
  text: 'Hei Kari,\n\nvi har mottatt ordren på fire sikringsskap. Leveringen er ventet fredag.\n\nFjordkraft Elektro',
  has_html: false,
  attachments: [
    {
      index: 0,
      name: 'ordre-20418.pdf',
      media_type: 'application/pdf',
      size_octets: 92_118,
      inline: false,
      is_mail: false,
    },
  ],
};
const conversation = [
  'S: * OK [CAPABILITY IMAP4rev1 SASL-IR IDLE UIDPLUS AUTH=PLAIN] Dovecot ready.',
  'C: a1 AUTHENTICATE PLAIN ********',
  'S: a1 OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE] Logged in',
  'C: a2 SELECT INBOX',
  'S: * 42 EXISTS',
  'S: * OK [UIDVALIDITY 1700000000] UIDs valid',
  'S: * OK [UIDNEXT 4712] Predicted next UID',
  'S: a2 OK [READ-WRITE] Select completed.',
  'C: a3 LOGOUT',
  'S: * BYE Logging out',
];

const one =
  (list) =>
  ({ state, ids, json, problem }) => {
    const found = state.data[list].find((row) => row.id === ids[0]);
    return found ? json(found) : problem(404, 'not_found');
  };
const change =
  (list) =>
  ({ state, ids, body, json, tell }) => {
    const found = state.data[list].find((row) => row.id === ids[0]);
    Object.assign(found, body);
    tell(list, ids[0]);
    return json(found);
  };
const create =
  (list, usual = {}) =>
  ({ state, body, json }) => {
    const made = { ...usual, ...body, id: String(9000 + state.data[list].length) };
    state.data[list].push(made);
    return json(made, 201);
  };
const drop =
  (list) =>
  ({ state, ids, response }) => {
    state.data[list] = state.data[list].filter((row) => row.id !== ids[0]);
    return response.writeHead(204).end();
  };
const rows =
  (list) =>
  ({ state, json }) =>
    json({ rows: state.empty ? [] : state.data[list] });
const html = ({ response }) =>
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'",
    })
    .end(MAIL);
const text = ({ response }) =>
  response.writeHead(200, { 'content-type': 'message/rfc822' }).end('Subject: mock\r\n\r\n');
const timeline =
  (entries) =>
  ({ json }) =>
    json({ rows: entries });

const AWAY = {
  from: '2026-12-20T23:00:00.000Z',
  until: '2099-01-03T23:00:00.000Z',
  substitute_id: null,
};

const RETRIES = { waits_s: [300, 900, 1800, 3600, 7200, 14_400, 28_800], lifetime_s: 432_000 };

const ROUTES = {
  ...ANSWER_ROUTES,
  ...AUDIT_ROUTES,
  ...BLOCK_ROUTES,
  ...PEOPLE_ROUTES,
  ...RETURN_ROUTES,
  ...OAUTH_ROUTES,
  ...TRANSPORT_ROUTES,
  ...DOMAIN_ROUTES,
  ...FAQ_ROUTES,
  ...WORK_ROUTES,
  ...WRITING_ROUTES,
  ...LIST_ROUTES,
  'GET /session': ({ state, json }) => json(state.session),
  'DELETE /session': ({ state, response }) => {
    state.signedIn = false;
    return response.writeHead(204).end();
  },
  'PATCH /profile': ({ state, body, json }) => json(Object.assign(state.session.user, body)),
  'POST /profile/password': ({ body, problem, response }) =>
    body.current === 'feil'
      ? problem(422, 'password.wrong', { field: 'current' })
      : response.writeHead(204).end(),
  'GET /profile/preferences': ({ state, json }) =>
    json({ rows: Object.entries(state.preferences).map(([name, value]) => ({ name, value })) }),
  'GET /notices': ({ state, json }) =>
    json(
      state.empty
        ? { rows: [], next: null, unread: 0, mail_paused_until: null }
        : { rows: notices, next: null, unread: 2, mail_paused_until: null },
    ),
  'POST /notices/read': ({ response }) => response.writeHead(204).end(),
  'GET /profile/notifications': ({ json }) => json({ rows: noticeChoices }),
  'PUT /profile/notifications': ({ body, json }) => {
    for (const row of body.rows)
      Object.assign(
        noticeChoices.find(({ event }) => event === row.event),
        row,
      );
    return json({ rows: noticeChoices });
  },
  'GET /notice-settings': ({ json }) => json(NOTICE_SETTINGS),
  'PUT /notice-settings': ({ body, json }) => json(body),
  'GET /cases/:id/follow': ({ json }) => json({ follows: false }),
  'PUT /cases/:id/follow': ({ json }) => json({ follows: true }),
  'DELETE /cases/:id/follow': ({ json }) => json({ follows: false }),
  'GET /jobs': ({ state, json }) => json({ rows: state.jobs }),
  'POST /jobs/:id/cancel': ({ state, ids, json }) => {
    const job = state.jobs.find((found) => found.id === ids[0]);
    job.cancel_requested = true;
    return json(job);
  },
  'POST /intake/import/matching': begin('intake_import'),
  'POST /intake/delete/matching': begin('intake_delete'),
  'POST /blocked/import/matching': begin('blocked_import'),
  'POST /blocked/delete/matching': begin('blocked_delete'),
  'POST /blocked/restore/matching': begin('blocked_restore'),
  'POST /outbox/send/matching': begin('outbox_send'),
  'POST /outbox/retry/matching': begin('outbox_retry'),
  'POST /outbox/hold/matching': begin('outbox_hold'),
  'POST /outbox/release/matching': begin('outbox_release'),
  'POST /outbox/delete/matching': begin('outbox_delete'),
  'GET /search': ({ state, url, json }) => {
    const q = (url.searchParams.get('q') ?? '').toLowerCase();
    const limit = Number(url.searchParams.get('limit') ?? 20);
    const found = state.cases.filter((row) => JSON.stringify(row).toLowerCase().includes(q));
    const hit = (row, index) => ({ case: row, excerpt: index % 3 === 1 ? [] : data.excerptOf(q) });
    return json({ rows: found.slice(0, limit).map(hit), more: found.length > limit });
  },
  'GET /profile/tokens': rows('tokens'),
  'POST /profile/tokens': ({ state, body, json }) => {
    const made = {
      id: '99',
      name: body.name,
      created_at: data.ago(0),
      expires_at: body.expires_at ?? null,
      last_used_at: null,
    };
    state.data.tokens.push(made);
    return json({ ...made, token: 'pht_7Qm2vXw8sK4tZr9bN1cLdHfG' }, 201);
  },
  'DELETE /profile/tokens/:id': drop('tokens'),
  'GET /users': (context) => page(context, context.state.data.users),
  'POST /users': create('users', { active: true, created_at: data.ago(0), last_sign_in_at: null }),
  'GET /users/:id': one('users'),
  'PATCH /users/:id': change('users'),
  'GET /roles': rows('roles'),
  'POST /roles': create('roles', { users: 0 }),
  'PATCH /roles/:id': change('roles'),
  'DELETE /roles/:id': drop('roles'),
  'GET /people': rows('people'),
  'GET /tags': rows('tags'),
  'GET /tags/usage': rows('tagUsage'),
  'PATCH /tags/:id': change('tags'),
  'DELETE /tags/:id': drop('tags'),
  'POST /tags/:id/merge': ({ json }) => json(null, 204),
  'GET /statuses': rows('statuses'),
  'PATCH /statuses/:id': change('statuses'),
  'GET /request-types': rows('requestTypes'),
  'POST /request-types': create('requestTypes', { archived_at: null, replaced_by: null }),
  'PATCH /request-types/:id': change('requestTypes'),
  'GET /bins': ({ json }) => json({ cases: 14, spam: 14, queues: 30 }),
  'PUT /bins': ({ body, json }) => json(body),
  'GET /case-views': rows('caseViews'),
  'GET /persons': (context) => page(context, inSet(context)),
  'GET /persons/:id': one('persons'),
  'PATCH /persons/:id': change('persons'),
  'GET /companies': (context) => page(context, context.state.data.companies),
  'GET /companies/:id': ({ state, ids, json, problem }) => {
    const found = state.data.companies.find((row) => row.id === ids[0]);
    return found ? json({ joined: [], ...found }) : problem(404, 'not_found');
  },
  'PATCH /companies/:id': change('companies'),
  'GET /acquaintance': ({ json }) => json({ persons: true, companies: true }),
  'GET /office-hours': ({ json }) =>
    json({
      time_zone: 'Europe/Oslo',
      days: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? { from: 480, to: 960 } : null)),
      holidays: ['2026-12-24', '2026-12-25'],
    }),
  'GET /categories': rows('categories'),
  'POST /categories': create('categories', { position: 9 }),
  'PATCH /categories/:id': change('categories'),
  'DELETE /categories/:id': drop('categories'),
  'GET /priorities': rows('priorities'),
  'POST /priorities': create('priorities'),
  'PATCH /priorities/:id': change('priorities'),
  'DELETE /priorities/:id': drop('priorities'),
  'GET /mailboxes': (context) => page(context, context.state.data.mailboxes),
  'POST /mailboxes': create('mailboxes', {
    ...data.mailboxes[0],
    health: {
      state: 'new',
      last_try_at: null,
      last_success_at: null,
      failures: 0,
      last_error: null,
      next_check_at: null,
    },
  }),
  'GET /mailboxes/alarms': ({ state, json }) => json({ rows: state.data.mailboxAlarms }),
  'GET /mailboxes/:id': ({ state, ids, json, problem }) => {
    const found = state.data.mailboxes.find(({ id }) => id === ids[0]);
    return found ? json({ ...found, open_cases: 12 }) : problem(404, 'not_found');
  },
  'PATCH /mailboxes/:id': change('mailboxes'),
  'DELETE /mailboxes/:id': drop('mailboxes'),
  'POST /mailboxes/detect': ({ body, json }) =>
    json(body.address.endsWith('ukjent.no') ? data.detectedNothing : data.detected),
  'POST /mailboxes/test': ({ body, json }) =>
    json(
      body.host === 'feil'
        ? {
            ok: false,
            summary_code: 'cannot_connect',
            detail: 'cannot connect to `feil:993`: no such host',
            waiting: null,
            conversation: [],
            survey: null,
          }
        : {
            ok: true,
            summary_code: 'ok',
            detail: 'signed in and selected INBOX',
            waiting: 1204,
            conversation,
            survey: data.survey,
          },
    ),
  'POST /mailboxes/:id/check': ({ response }) => response.writeHead(202).end(),
  'GET /organisation': ({ json }) => json({ name: 'Fjordkraft Elektro AS', language: 'nb' }),
  'PATCH /organisation': ({ body, json }) => json({ name: 'Fjordkraft Elektro AS', language: 'nb', ...body }),
  'GET /filters': rows('filters'),
  'POST /filters': create('filters', { hits: 0, last_hit_at: null, position: 9 }),
  'PATCH /filters/:id': change('filters'),
  'DELETE /filters/:id': drop('filters'),
  'POST /filters/order': ({ state, body, response }) => {
    state.data.filters.sort((a, b) => body.ids.indexOf(a.id) - body.ids.indexOf(b.id));
    return response.writeHead(204).end();
  },
  'GET /intake': (context) => {
    const wanted = context.url.searchParams.get('state');
    const inBin = wanted === 'deleted';
    const found = [...context.state.data.intake, REVIEW].filter(
      (row) =>
        Boolean(row.deleted_at) === inBin &&
        (!wanted ? row.state !== 'review' : wanted === 'waiting' || inBin || row.state === wanted),
    );
    return page(context, found);
  },
  'GET /intake/:id': ({ state, ids, json, problem }) => {
    const found = [...state.data.intake, REVIEW].find((row) => row.id === ids[0]);
    return found ? json({ ...found, ...content }) : problem(404, 'not_found');
  },
  'GET /intake/:id/timeline': timeline(data.failedIncoming),
  'GET /intake/:id/html': html,
  'GET /intake/:id/raw': text,
  'POST /intake/:id/debug/live': ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of data.debugRun) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end();
  },
  'POST /mailboxes/:id/import': ({ json, url }) =>
    json(data.importReports[url.searchParams.get('name')] ?? data.importReports.other),
  'POST /intake/import': bulk('intake', remove('intake')),
  'POST /intake/delete': bulk('intake', (state, ids) => {
    for (const row of state.data.intake) if (ids.has(row.id)) row.deleted_at = data.ago(0);
  }),
  'POST /intake/restore': bulk('intake', (state, ids) => {
    for (const row of state.data.intake) if (ids.has(row.id)) row.deleted_at = null;
  }),
  'GET /blocked-addresses': (context) => page(context, blockedAddresses),
  'GET /blocked-addresses/cleared': (context) => page(context, clearedAddresses),
  'POST /blocked-addresses/block-again/matching': begin('addresses_block_again'),
  'GET /blocked': (context) => page(context, inBin(context, context.state.data.blocked)),
  'GET /blocked/:id': ({ state, ids, json, problem }) => {
    const found = state.data.blocked.find((row) => row.id === ids[0]);
    return found ? json({ ...found, ...content }) : problem(404, 'not_found');
  },
  'GET /blocked/:id/timeline': timeline(data.blockedIncoming),
  'GET /blocked/:id/html': html,
  'GET /blocked/:id/raw': text,
  'POST /blocked/import': bulk('blocked', remove('blocked')),
  'POST /blocked/delete': bulk('blocked', throwAway('blocked')),
  'POST /blocked/restore': bulk('blocked', takeBack('blocked')),
  'POST /blocked/purge': bulk('blocked', remove('blocked')),
  'GET /outbox': (context) =>
    page(
      context,
      inBin(context, context.state.data.outbox).filter(
        (row) => context.url.searchParams.get('sent') === 'true' || row.deleted_at || row.state !== 'sent',
      ),
    ),
  'GET /sending-stop': ({ json }) => json({ rows: [] }),
  'GET /held-destinations': ({ json, state }) => json({ rows: state.heldDestinations ?? [] }),
  'GET /outbox/picture': ({ state, json }) => json(state.picture ?? data.outboxPicture),
  'GET /outbox/ways': ({ state, json }) => json({ rows: state.ways ?? data.outboxWays }),
  'POST /outbox/way': bulk('outbox', (state, ids) => {
    for (const row of state.data.outbox)
      if (ids.has(row.id))
        Object.assign(row, { state: 'queued', next_attempt_at: data.ahead(1000), goes_at: data.ahead(1000) });
  }),
  'POST /outbox/way/matching': begin('outbox_way'),
  'GET /outbox/:id': ({ state, ids, json, problem }) => {
    const found = state.data.outbox.find((row) => row.id === ids[0]);
    if (!found) return problem(404, 'not_found');
    const log = data.outgoing
      .filter((step) => step.kind === 'attempted')
      .map(({ at, result, code, enhanced, words, host, tls, encryption, duration_ms }) => ({
        at,
        result,
        code,
        enhanced,
        // The timeline tells them with the codes in front.
        words: words.replace(`${code} ${enhanced} `, ''),
        host,
        tls,
        encryption,
        duration_ms,
        meaning: meaning(result === 'failed' ? 'mailbox-unknown' : 'greylisted'),
      }));
    const deliveries = found.recipients.map((recipient, index) => ({
      id: `d${index}`,
      recipient,
      state: found.state,
      attempts: 2,
      next_attempt_at: found.next_attempt_at,
      goes_at: found.goes_at,
      ...codesOf(found),
      last_words: found.last_words,
      meaning: found.meaning,
      last_host: 'mx1.epost.no',
      log:
        found.state === 'sent'
          ? [
              {
                ...log[0],
                result: 'delivered',
                code: 250,
                enhanced: '2.0.0',
                words: found.last_words,
                meaning: null,
              },
            ]
          : found.state === 'failed'
            ? log
            : log.slice(0, 1),
    }));
    return json({
      ...found,
      deliveries,
      retries: RETRIES,
      reasons: reasonsOf(found),
      waits: found.waits ?? [],
      way_kept: null,
      text: 'Hei Bjørg,\n\ntakk for at du sa fra. Laderen må startes på nytt med bryteren bak på enheten.\n\nVennlig hilsen\nLars Berg',
    });
  },
  'GET /sent': (context) =>
    page(
      context,
      context.state.data.outbox
        .filter(
          (row) =>
            !row.deleted_at &&
            (context.url.searchParams.get('everybody') === 'true' || row.created_by_name !== null),
        )
        .map((row, at) => ({ ...row, files: at % 3 })),
    ),
  'GET /sent/:id': ({ state, ids, json, problem }) => {
    const found = state.data.outbox.find((row) => row.id === ids[0]);
    return found ? json(sentMail(found)) : problem(404, 'not_found');
  },
  'POST /sent/:id/send-again': ({ json }) => json(null, 204),
  'POST /sent/:id/anew': ({ json }) => json(null, 204),
  'GET /outbox/:id/timeline': timeline(data.outgoing),
  'GET /outbox/:id/raw': text,
  'POST /outbox/send': bulk('outbox', (state, ids) => {
    for (const row of state.data.outbox)
      if (ids.has(row.id))
        Object.assign(row, { state: 'queued', next_attempt_at: data.ahead(1000), goes_at: data.ahead(1000) });
  }),
  'POST /outbox/delete': bulk('outbox', throwAway('outbox')),
  'POST /outbox/restore': bulk('outbox', takeBack('outbox')),
  'POST /outbox/purge': bulk('outbox', remove('outbox')),
  'POST /outbox/retry': bulk('outbox', (state, ids) => {
    for (const row of state.data.outbox)
      if (ids.has(row.id))
        Object.assign(row, { next_attempt_at: data.ahead(1000), goes_at: data.ahead(1000) });
  }),
  'POST /outbox/hold': bulk('outbox', (state, ids) => {
    for (const row of state.data.outbox)
      if (ids.has(row.id)) Object.assign(row, { held_at: new Date().toISOString() });
  }),
  'POST /outbox/release': bulk('outbox', (state, ids) => {
    for (const row of state.data.outbox) if (ids.has(row.id)) Object.assign(row, { held_at: null });
  }),
  'POST /outbox/:id/schedule': ({ json }) => json(null, 204),
  'GET /cases': (context) => {
    const query = Object.fromEntries(context.url.searchParams);
    const found = context.state.cases.filter((row) => {
      const status = query.status ?? 'active';
      if (status === 'active' ? row.status === 'closed' : status !== 'all' && row.status !== status)
        return false;
      if (query.owner === 'me' && row.owner_id !== '11') return false;
      if (query.owner === 'none' && row.owner_id) return false;
      if (query.owner && !['me', 'none'].includes(query.owner) && row.owner_id !== query.owner) return false;
      return !query.category_id || row.category_id === query.category_id;
    });
    return page(context, found);
  },
  'GET /cases/:id': ({ state, ids, json, problem }) => {
    const found = detail(state, ids[0]);
    return found ? json(found) : problem(404, 'not_found');
  },
  'PATCH /cases/:id': ({ state, ids, body, json, tell }) => {
    const named_ = {
      owner_name: 'owner_id' in body ? named(data.people, body.owner_id) : undefined,
      category_name: 'category_id' in body ? named(data.categories, body.category_id) : undefined,
      priority_name: 'priority_id' in body ? named(data.priorities, body.priority_id) : undefined,
    };
    const given = Object.fromEntries(
      Object.entries({ ...body, ...named_ }).filter(([, value]) => value !== undefined),
    );
    const found = detail(state, ids[0]);
    Object.assign(found, given);
    Object.assign(
      state.cases.find((row) => row.id === ids[0]),
      given,
    );
    tell('case', ids[0]);
    return json(found);
  },
  'POST /cases/:id/reply': ({ state, ids, body, json, tell, problem }) => {
    if (body.text.includes('FEIL')) return problem(422, 'reply.no_recipients');
    const found = detail(state, ids[0]);
    const made = {
      ...found.messages[1],
      id: String(100 + found.messages.length),
      created_at: new Date().toISOString(),
      text: body.text,
      full_text: body.text,
      author_name: 'Ingrid Solberg',
      attachments: [],
      delivery: {
        ...found.messages[1].delivery,
        state: 'queued',
        words: null,
        next_attempt_at: data.ahead(10_000),
        can_be_taken_back: true,
      },
    };
    found.messages.push(made);
    if (body.status) found.status = body.status;
    tell('case', ids[0]);
    return json(made, 201);
  },
  'GET /cases/:id/compose': ({ state, ids, json }) => {
    const found = detail(state, ids[0]);
    const customer = { name: found.customer_name, address: found.customer_address };
    return json({
      sender: { mailbox_id: '1', address: found.mailbox_address, name: 'Fjordkraft Elektro' },
      reply: { to: [customer], cc: [] },
      reply_all: {
        to: [customer],
        cc: [{ name: 'Per Hagen', address: 'per.hagen@hansenbygg.no' }],
      },
      subject: `Re: ${found.title} [#${found.number}]`,
      forward_subject: `Fwd: ${found.title} [#${found.number}]`,
      latest_message_id: found.messages.at(-1).id,
      max_octets: 36_700_160,
      status_after: ids[0] === '1003' ? { id: '854', kind: 'waiting', name: 'Hos leverandør' } : null,
    });
  },
  'GET /cases/:id/drafts': ({ state, ids, json }) =>
    json({ rows: (state.drafts ?? []).filter((draft) => draft.case_id === ids[0]) }),
  'GET /cases/start': ({ json }) =>
    json({
      rows: [{ mailbox_id: '1', address: 'kundeservice@fjordkraft-elektro.no', name: 'Fjordkraft Elektro' }],
    }),
  'GET /drafts': ({ state, json }) => json({ rows: state.empty ? [] : (state.drafts ?? []) }),
  'DELETE /drafts/new': ({ state, url, json }) => {
    state.written?.delete(url.searchParams.get('mail_key'));
    json(null, 204);
  },
  'GET /drafts/new': ({ state, url, json }) => {
    const key = url.searchParams.get('mail_key');
    const begun = (state.drafts ?? []).find((draft) => draft.mode === 'new' && draft.mail_key === key);
    json(begun ?? state.written?.get(key) ?? null);
  },
  'PUT /drafts/new': ({ state, url, body, json }) => {
    const mail_key = url.searchParams.get('mail_key');
    const version = (state.written?.get(mail_key)?.version ?? 10) + 1;
    const kept = { version, updated_at: new Date().toISOString() };
    state.written ??= new Map();
    state.written.set(mail_key, {
      ...body,
      ...kept,
      mail_key,
      mode: 'new',
      case_id: null,
      uploads: [],
      returned: null,
    });
    json({ ...kept, overwrote: false });
  },
  'POST /cases/:id/messages/:id/take-back': ({ json }) => json({ mode: 'reply' }),
  'POST /cases/:id/messages/:id/rewrite': ({ json }) => json({ mode: 'reply' }),
  'POST /cases/:id/messages/:id/schedule': ({ json }) => json(null, 204),
  'POST /cases/:id/messages/:id/send-again': ({ json }) => json(null, 204),
  'GET /profile/absence': ({ json }) => json({ absence: AWAY }),
  'PUT /profile/absence': ({ body, json }) => json({ absence: body }),
  'DELETE /profile/absence': ({ json }) => json({ absence: null }),
  'GET /users/:id/absence': ({ json }) => json({ absence: null }),
  'PUT /users/:id/absence': ({ body, json }) => json({ absence: body }),
  'DELETE /users/:id/absence': ({ json }) => json({ absence: null }),
  'GET /sending/retries': ({ json }) => json(RETRIES),
  'POST /cases/:id/comments': ({ state, ids, body, json }) => {
    const found = detail(state, ids[0]);
    const made = {
      ...found.messages[0],
      id: String(100 + found.messages.length),
      direction: 'comment',
      author_name: 'Ingrid Solberg',
      created_at: new Date().toISOString(),
      text: body.text,
      full_text: body.text,
      attachments: [],
      delivery: null,
      has_html: false,
    };
    found.messages.push(made);
    return json(made, 201);
  },
  'GET /cases/:id/messages/:id/timeline': ({ ids, json }) =>
    json({ rows: ids[1] === '2' && ids[0] === '1002' ? data.outgoing : data.incoming }),
  'GET /cases/:id/messages/:id/attachments/:id/mail': ({ json }) => json(attachedMail),
  'GET /intake/:id/attachments/:id/mail': ({ json }) => json(attachedMail),
  'GET /blocked/:id/attachments/:id/mail': ({ json }) => json(attachedMail),
  'GET /cases/:id/messages/:id/html': html,
  'GET /cases/:id/messages/:id/raw': text,
  'GET /cases/:id/messages/:id/source': ({ json }) => json(SOURCE),
  'GET /blocked-senders': ({ state, json }) =>
    json({ senders: state.empty ? [] : ['nyheter@tilbud.example', '@lotteri.example'], active: true }),
  'POST /blocked-senders': ({ body, json }) => json({ senders: [body.sender], active: true }),
  'POST /blocked-senders/lift': ({ json }) => json({ senders: [], active: true }),
  'POST /uploads': ({ url, raw, json }) =>
    json({
      id: '900',
      name: url.searchParams.get('name'),
      media_type: url.searchParams.get('name').endsWith('.png') ? 'image/png' : 'application/pdf',
      size_octets: raw.length,
    }),
  'DELETE /uploads/:id': ({ response }) => response.writeHead(204).end(),
  'GET /summary': ({ state, json }) =>
    json({
      open_cases: 40,
      unread_cases: state.cases.filter((row) => row.unread).length,
      intake_waiting: 8,
      intake_failed: 6,
      outbox_waiting: 3,
      outbox_failed: 2,
      blocked: 23,
    }),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock({ port: Number(process.env.PORT ?? 8099) });
  console.log(`mock at ${url}`);
}
