// What the mock tells its user.
import { ago, MINUTE } from './mock-data.mjs';

const at = (minutes) => ago(minutes * MINUTE);
const about = (number, title, customer) => ({ id: String(number), number, title, customer });
const notice = (id, minutes, event, what, rest) => ({
  id: String(id),
  event,
  what,
  params: {},
  to_me: false,
  actor: null,
  at: at(minutes),
  read: id < 8,
  case: null,
  ...rest,
});

const order = about(1043, 'Spørsmål om leveringstid for varmekabler', 'Kari Nordmann');
const invoice = about(1039, 'Faktura 20418 er betalt to ganger', 'Bakeriet på Torget AS');

export const notices = [
  notice(9, 2, 'new_message', 'received', { case: order }),
  notice(8, 11, 'assigned', 'owner', {
    case: invoice,
    actor: 'Ingrid Berg',
    to_me: true,
    params: { to: 'Kari' },
  }),
  notice(7, 45, 'new_case', 'created', { case: about(1051, 'Tilbud på ladeboks', 'Ola Hansen') }),
  notice(6, 130, 'followed', 'changed', { case: order, actor: 'Per Lund', params: { field: 'priority' } }),
  notice(10, 190, 'delivery_failed', 'mail_returned', {
    params: { outbox: '82', subject: 'Tilbud på ladeboks', recipient: 'ola@hansen-bygg.no' },
    read: true,
  }),
  notice(11, 240, 'sender_domain', 'sender_domain', {
    params: { id: '3', name: 'fjordkraft-elektro.no', news: 'spf' },
    read: true,
  }),
  notice(12, 260, 'server', 'server', {
    params: { of: 'application', id: '', name: 'Microsoft 365', news: 'expiring' },
    read: true,
  }),
  notice(5, 300, 'delivery_failed', 'delivery_failed', {
    case: invoice,
    params: { outbox: '7', recipient: 'kari@kunde.example', count: '1' },
  }),
  notice(4, 1500, 'reminder', 'old_cases', { params: { count: '3', days: '7' } }),
  notice(3, 2900, 'woken', 'woke', { case: about(990, 'Befaring i uke 12', 'Fjellhotellet') }),
];

export const noticeChoices = [
  ['new_case', true, false],
  ['new_message', true, false],
  ['assigned', true, true],
  ['escalated', true, true],
  ['woken', true, false],
  ['delivery_failed', true, true],
  ['followed', true, false],
  ['reminder', false, false],
  ['incident', true, true],
  ['sender_domain', true, true],
  ['server', true, true],
].map(([event, in_app, by_mail]) => ({ event, in_app, by_mail }));

export const NOTICE_SETTINGS = {
  mailbox_id: null,
  with_text: false,
  per_hour: 30,
  remind_days: 7,
  remind_hour: 7,
};
