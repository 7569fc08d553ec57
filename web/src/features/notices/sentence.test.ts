import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Notice } from '@/lib/api/types';
import en from '@/lib/i18n/en.json';
import { sentenceOf } from './sentence';

beforeAll(() => i18next.init({ lng: 'en', resources: { en: { translation: en } } }));

const notice = (change: Partial<Notice>): Notice => ({
  id: '1',
  event: 'new_message',
  what: 'received',
  params: {},
  to_me: false,
  actor: null,
  at: '2026-11-27T10:00:00Z',
  read: false,
  case: { id: '7', number: 7, title: 'Help', customer: 'Kari' },
  ...change,
});

test('a notice says who did what', () => {
  const said = (change: Partial<Notice>) => sentenceOf(notice(change), i18next.t);
  expect(said({})).toBe('Kari wrote');
  expect(said({ what: 'created' })).toBe('New case from Kari');
  expect(said({ what: 'owner', to_me: true, actor: 'Ada' })).toBe('Ada gave you the case');
  expect(said({ what: 'owner', params: { to: 'Bo' }, actor: 'Bo' })).toBe('Bo has taken the case over');
  expect(said({ what: 'owner', params: { to: '' }, actor: 'Bo' })).toBe(
    'Bo put the case back into the queue',
  );
  expect(said({ what: 'changed', params: { field: 'status' }, actor: 'Bo' })).toBe('Bo changed the status');
  expect(said({ what: 'old_cases', params: { count: '3', days: '7' }, case: null })).toBe(
    'You have 3 open cases in which nobody has written for 7 days',
  );
  const mail = { subject: 'Hello', recipient: 'kari@customer.test' };
  expect(said({ what: 'mail_delayed', params: mail, case: null })).toBe(
    '“Hello” is still on its way to kari@customer.test',
  );
  const refused = { ...mail, outbox: '5', count: '22', provider: 'big.test' };
  expect(said({ what: 'mail_returned', params: refused, case: null })).toBe(
    '22 mails of yours did not arrive: big.test refused them in the same words',
  );
  const lost = { id: '5', name: 'acme.no', news: 'key_missing' };
  expect(said({ what: 'sender_domain', params: lost, case: null })).toMatch(
    /^The signing key of acme.no is missing from DNS/,
  );
  const ended = { of: 'domain', id: '', name: 'acme.no', news: 'revoked' };
  expect(said({ what: 'server', params: ended, case: null })).toBe(
    'The outgoing server of acme.no needs another sign-in: the provider took its permission back',
  );
  const failed = { outbox: '7', recipient: 'kari@customer.test', count: '1' };
  expect(said({ what: 'delivery_failed' })).toBe('A mail did not arrive');
  expect(said({ what: 'delivery_failed', params: failed })).toBe('A mail did not reach kari@customer.test');
  const many = { ...failed, recipient: 'a@x.test, b@x.test, c@x.test, …', count: '31' };
  expect(said({ what: 'delivery_failed', params: many })).toBe(
    'A mail did not reach 31 recipients: a@x.test, b@x.test, c@x.test, …',
  );
  const newer = 'Something happened. Load the page again in a while to see what.';
  expect(said({ what: 'newer', case: null })).toBe(newer);
  expect(said({ what: 'teleported', params: {} })).toBe(newer);
  const copy = { address: 'archive@acme.no', sender: 'press@acme.no' };
  expect(said({ what: 'copy_failed', params: copy, case: null })).toBe(
    'The copy of mail from press@acme.no did not reach archive@acme.no',
  );
  expect(said({ what: 'copy_failed', params: { ...copy, sender: '' }, case: null })).toBe(
    'The copy of what you send did not reach archive@acme.no',
  );
  const stopped = { author: 'Lars', count: '2' };
  expect(said({ what: 'stranded', params: stopped })).toBe(
    '2 mails from Lars are stopped: they may not leave the way that they would take now',
  );
  expect(said({ what: 'stranded', params: { ...stopped, count: '1' }, to_me: true })).toBe(
    '1 mail of yours is stopped: it may not leave the way that it would take now',
  );
});
