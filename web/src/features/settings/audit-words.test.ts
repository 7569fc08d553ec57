import i18n from 'i18next';
import { expect, test } from 'vitest';
import type { AuditEntry, AuditField } from '@/lib/api/types';
import * as format from '@/lib/format/format';
import type { Format } from '@/lib/format/use-format';
import { auditValue, fieldLine, fieldName, recordName } from './audit-words';

const words = {
  count: (value: number) => format.count(value, 'en'),
  full: (at: string) => format.fullInstant(new Date(at), 'en'),
} as unknown as Format;

const entry = (kind: AuditEntry['kind'], key = '7') => ({ kind, key, name: 'Posten' }) as AuditEntry;
const field = (name: string, rest: Partial<AuditField> = {}) =>
  ({ field: name, from: null, to: null, secret: null, ...rest }) as AuditField;

test('fields are called as on their pages', () => {
  expect(fieldName(entry('setting', 'notify'), field('per_hour'))).toBe('Mailed notifications, at most');
  expect(fieldName(entry('setting', 'organisation.language'), field('value'))).toBe('Language');
  expect(fieldName(entry('organisation'), field('spam_bin_days'))).toBe('Spam');
  expect(fieldName(entry('template'), field('text.nb'))).toBe('Text (nb)');
  expect(fieldName(entry('mailbox'), field('orbit'))).toBe('orbit');
  expect(recordName(entry('setting', 'notify'))).toBe('Notifications');
  expect(recordName(entry('mailbox'))).toBe('Posten');
});

test('a change is told from what to what, and a secret is not', () => {
  const t = i18n.t;
  const days = field('spam_bin_days', { from: 14, to: 3 });
  expect(fieldLine(entry('organisation'), days, t, words)).toBe('Spam: 14 → 3');
  const rights = field('rights', { from: ['cases_own'], to: ['cases_all', 'outbox'] });
  expect(fieldLine(entry('role'), rights, t, words)).toBe('Rights: Own cases → All cases, Outbox');
  const limit = field('per_minute', { from: 0, to: 120 });
  expect(fieldLine(entry('setting', 'send_rates'), limit, t, words)).toMatch(/: No limit → 120$/);
  const password = field('password', { secret: 'changed' });
  expect(fieldLine(entry('mailbox'), password, t, words)).toBe('Password: Changed');
  expect(auditValue(['a', 'b'], t, words)).toBe('a, b');
  expect(auditValue(true, t, words)).toBe('Yes');
  expect(auditValue('2026-11-28T10:00:00.000Z', t, words)).toMatch(/2026/);
});

test('languages and rules on returns are called as people call them', () => {
  const language = field('language', { from: 'nb', to: 'sv' });
  expect(fieldLine(entry('user'), language, i18n.t, words)).toBe('Language: Norwegian → Swedish');
  const own = field('value', { from: 'nb', to: 'en' });
  expect(fieldLine(entry('setting', 'organisation.language'), own, i18n.t, words)).toMatch(
    /Norwegian → English$/,
  );
  const rule = { ...entry('return_rule'), name: 'mailbox-inactive' } as AuditEntry;
  expect(recordName(rule)).not.toBe('mailbox-inactive');
});
