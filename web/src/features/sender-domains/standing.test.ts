import i18n from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { SenderDomain, SenderDomainRecord } from '@/lib/api/types';
import { startI18n, textsIn } from '@/lib/i18n';
import { dnsMail, mailtoOf } from './dns-mail';
import { inPieces, isUnsure, recordTone, stateTone, troubles } from './standing';

const record: SenderDomainRecord = {
  kind: 'spf',
  importance: 'recommended',
  name: 'acme.no',
  record_type: 'TXT',
  value: 'v=spf1 mx ~all',
  verdict: 'missing',
  found: [],
  problem: null,
  detail: '',
};

function domain(records: SenderDomainRecord[]): SenderDomain {
  return { name: 'acme.no', state: 'pending', switched_off_at: null, records } as unknown as SenderDomain;
}

beforeAll(() => startI18n('nb'));

test('a domain that was switched off is no domain that waits', () => {
  expect(stateTone({ state: 'pending', switched_off_at: null })).toBe('wait');
  expect(stateTone({ state: 'pending', switched_off_at: '2026-11-01T00:00:00Z' })).toBe('bad');
  expect(stateTone({ state: 'live', switched_off_at: null })).toBe('good');
});

test('what is only good to have, and what DNS did not answer for, is no trouble', () => {
  const optional = { ...record, importance: 'optional' } as const;
  const unanswered = { ...record, verdict: 'unanswered' } as const;
  const wrong = { ...optional, verdict: 'differs' } as const;
  expect(recordTone(optional)).toBe('quiet');
  expect(troubles(domain([record, optional, unanswered, wrong]))).toEqual([record, wrong]);
});

test('nothing is asked for of a policy whose place in DNS has not been seen', async () => {
  const key = { ...record, kind: 'dkim', name: 'k._domainkey.acme.no', value: 'v=DKIM1; p=MII' } as const;
  const unseen = { ...record, verdict: 'unanswered' } as const;
  const dmarc = { ...record, kind: 'dmarc', value: 'v=DMARC1; p=none', verdict: 'unchecked' } as const;
  expect([record, key, unseen, dmarc].map(isUnsure)).toEqual([false, false, true, true]);
  expect(isUnsure({ ...key, verdict: 'unanswered' })).toBe(false);
  const { text } = dnsMail(domain([key, unseen, dmarc]), [], await textsIn('en'));
  expect(text).toContain('v=DKIM1');
  expect(text).not.toMatch(/spf1|DMARC1/);
});

test('a long value is split where a record may be', () => {
  expect(inPieces('a'.repeat(255))).toBeNull();
  expect(inPieces('a'.repeat(300))).toBe(`"${'a'.repeat(255)}" "${'a'.repeat(45)}"`);
});

test('the mail is in the language of who gets it, and asks for what is missing', async () => {
  const shown = i18n.language;
  const there = { ...record, kind: 'dmarc', value: 'v=DMARC1; p=none', verdict: 'live' } as const;
  const swedish = dnsMail(domain([record, there]), ['Kari', 'Acme AS'], await textsIn('sv'));
  expect(i18n.language).toBe(shown);
  expect(swedish.subject).toBe('DNS-poster för acme.no');
  expect(swedish.text).toContain('Värde: v=spf1 mx ~all');
  expect(swedish.text).not.toContain('DMARC1');
  expect(swedish.text).toMatch(/Vänliga hälsningar\nKari\nAcme AS$/);
  const all = dnsMail(domain([there]), [], await textsIn('en'));
  expect(all.text).toContain('Value: v=DMARC1; p=none');
  expect(mailtoOf({ subject: 'a & b', text: 'one\ntwo' })).toBe(
    'mailto:?subject=a%20%26%20b&body=one%0D%0Atwo',
  );
});
