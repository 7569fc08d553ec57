// What somebody writes with formatting, its picture, and what the server thinks of addresses.
import { ago } from './mock-data.mjs';

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="220" viewBox="0 0 480 220">
<rect width="480" height="220" fill="#e4f0f1"/><rect x="24" y="24" width="210" height="16" rx="3" fill="#235f6a"/>
<rect x="24" y="60" width="432" height="1" fill="#88bbc2"/><rect x="24" y="78" width="300" height="12" rx="3" fill="#88bbc2"/>
<rect x="24" y="104" width="360" height="12" rx="3" fill="#88bbc2"/><rect x="24" y="130" width="250" height="12" rx="3" fill="#88bbc2"/>
<rect x="24" y="170" width="120" height="28" rx="5" fill="#2f7480"/></svg>`;

const upload = (id, name, media_type, size_octets) => ({ id, name, media_type, size_octets });

/** An answer with a list, a link and a picture, begun in a case. */
export function richDraft(case_id) {
  const html =
    '<div>Hei Kari,</div><div><br></div><div>vi har sett på <strong>ordre 88213</strong>. Slik gjør du det:</div>' +
    '<ol><li><div>Åpne <a href="https://fjordkraft-elektro.no/retur">retursiden</a></div></li>' +
    '<li><div>Velg <em>Skadet vare</em></div></li></ol><div>Da ser du dette:</div>' +
    '<div><img src="cid:911" alt="retur.png" width="320"></div>';
  return {
    case_id,
    case_number: 4711,
    case_title: 'Reklamasjon på ordre 88213',
    mode: 'reply',
    text: 'Hei Kari,\n\nvi har sett på ordre 88213. Slik gjør du det:',
    html,
    to: null,
    cc: [],
    bcc: [],
    subject: null,
    uploads: [
      upload('911', 'retur.png', 'image/png', 182_400),
      upload('912', 'Returseddel.pdf', 'application/pdf', 15_400_000),
    ],
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
    returned: null,
    updated_at: ago(60_000),
  };
}

const BLOCK = {
  at: ago(72 * 3_600_000),
  scope: 'all',
  reason: 'returned',
  class: 'domain-unknown',
  words: 'the domain does not exist',
};
const checked = (input) => {
  const isSlip = input.endsWith('@hotmial.com');
  return {
    input,
    address: input,
    verdict: isSlip ? 'doubtful' : 'good',
    error: null,
    mail_hosts: 'mx',
    suggestion: isSlip ? input.replace('hotmial', 'hotmail') : null,
    role: false,
    disposable: false,
    blocked: input.endsWith('@nedlagt-bedrift.no') ? BLOCK : null,
  };
};

const kept = ({ json }) => json({ version: 1, updated_at: new Date().toISOString(), overwrote: false });
const emptied = ({ response }) => response.writeHead(204).end();

export const WRITING_ROUTES = {
  ...Object.fromEntries(
    ['reply', 'forward', 'comment'].flatMap((slot) => [
      [`PUT /cases/:id/drafts/${slot}`, kept],
      [`DELETE /cases/:id/drafts/${slot}`, emptied],
    ]),
  ),
  'GET /uploads/:id': ({ response }) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml' });
    response.end(PICTURE);
  },
  'POST /addresses/check': ({ body, json }) => json({ rows: body.addresses.map(checked) }),
};
