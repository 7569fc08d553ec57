import i18n from 'i18next';
import { expect, test } from 'vitest';
import type { TimelineEntry } from '@/lib/api/types';
import type { Format } from '@/lib/format/use-format';
import { showLanguage } from '@/lib/i18n';
import { LANGUAGES } from '@/lib/i18n/language';
import { sentenceOf } from './sentence';

const at = '2026-11-22T12:00:00.000Z';
const attempt = {
  kind: 'attempted',
  recipient: 'kari@example.no',
  code: 451,
  enhanced: '4.7.1',
  words: '451 later',
  tls: true,
  encryption: { grade: 'opportunistic', version: 'TLS 1.3', tested: false },
  duration_ms: 12,
  held_back: null,
  passed_over: [] as { host: string; since: string }[],
} as const;

const STEPS: TimelineEntry[] = [
  { at, kind: 'received', mailbox_id: '1', via: 'imap', peer: 'imap.example.no' },
  { at, kind: 'received', mailbox_id: '1', via: 'carrier_pigeon', peer: 'loft' },
  { at, kind: 'stored', size_octets: 2000, hash: 'abc' },
  { at, kind: 'parsed', attachments: 2, defects: ['date', 'from_the_future'], class: 'auto_reply' },
  {
    at,
    kind: 'filter_matched',
    filter_id: '9',
    name: 'Spam',
    matched: 'loan',
    reasons: [
      { field: 'subject', header: null, operator: 'contains', value: 'loan', text: 'Loan' },
      { field: 'header', header: 'X-Spam-Score', operator: 'exists', value: '', text: '' },
    ],
    variables: { phone: '99 88' },
    actions: ['customer_name', 'block'],
    left_out: ['title'],
  },
  {
    at,
    kind: 'filter_matched',
    filter_id: '9',
    name: 'Spam',
    matched: 'loan',
    reasons: [],
    variables: {},
    actions: ['block'],
    left_out: [],
  },
  { at, kind: 'filter_tried', filter_id: '9', name: 'Spam', condition: 2 },
  { at, kind: 'filter_tried', filter_id: '9', name: 'Spam', condition: null },
  { at, kind: 'discarded', filter_id: '9' },
  { at, kind: 'no_such_case', filter_id: '9', number: 12 },
  { at, kind: 'filter_skipped', filter_id: '9' },
  { at, kind: 'case_matched', case_id: '1', number: 7, because: 'token', evidence: '<x>' },
  { at, kind: 'case_created', case_id: '1', number: 7, because: 'no_evidence' },
  { at, kind: 'placed', case_id: '1' },
  { at, kind: 'blocked', filter_id: '9' },
  { at, kind: 'failed', error: 'cannot read it' },
  { at, kind: 'requeued', user_id: '1' },
  { at, kind: 'deleted', user_id: '2' },
  { at, kind: 'restored', user_id: '2' },
  { at, kind: 'queued', user_id: null, recipients: 1 },
  { at, kind: 'queued', user_id: '1', recipients: 3 },
  ...['user', 'domain', 'organisation', 'installation', 'chosen'].flatMap((because) =>
    ['1', '2', null].map(
      (chosen_by): TimelineEntry => ({
        at,
        kind: 'routed',
        recipient: 'kari@example.no',
        transport: 'relay',
        because,
        from: 'post@example.no',
        chosen_by: because === 'chosen' ? chosen_by : null,
      }),
    ),
  ),
  {
    at,
    kind: 'signing',
    recipient: 'kari@example.no',
    domain: 'acme.no',
    selectors: ['ph-1-r1'],
    because: 'signed',
  },
  {
    at,
    kind: 'signing',
    recipient: 'kari@example.no',
    domain: 'acme.no',
    selectors: [],
    because: 'not_live',
  },
  { at, ...attempt, host: 'mx.example.no', result: 'deferred' },
  { at, ...attempt, host: null, result: 'failed' },
  { at, kind: 'next_try', recipient: 'kari@example.no', next_try_at: at },
  { at, kind: 'delivered', recipient: 'kari@example.no' },
  { at, kind: 'planned', user_id: '1', planned_at: at },
  { at, kind: 'way_chosen', user_id: '1', way: 'installation', why: 'The relay is down' },
  { at, kind: 'way_chosen', user_id: '1', way: 'by_pigeon', why: '' },
  { at, kind: 'held', user_id: '1' },
  { at, kind: 'released', user_id: '1' },
  { at, kind: 'released', user_id: null },
  { at, kind: 'newer' },
  { at, kind: 'stranded', address: 'kari@gmail.com' },
  { at, kind: 'called_back', case_id: '1' },
  { at, kind: 'returned', recipient: 'kari@example.no', enhanced: null, words: 'no', host: 'mx.example.no' },
  { at, kind: 'review', case_id: '1', number: 7, because: 'stranger_number', evidence: '[#7]' },
  { at, kind: 'review', case_id: '1', number: 7, because: 'stranger_references', evidence: '' },
  { at, kind: 'decided', user_id: '1', number: 7 },
  { at, kind: 'decided', user_id: '2', number: null },
  { at, kind: 'gave_up', recipient: 'kari@example.no', because: 'expired' },
  { at, kind: 'seen_again', via: 'imap', peer: 'imap.example.org:993' },
  { at, kind: 'ignored', because: 'auto_reply' },
  { at, kind: 'ignored', because: 'domain_report' },
  {
    at,
    kind: 'domain_report',
    report: 'dmarc',
    fate: 'counted',
    domain: 'acme.no',
    reporter: 'google.com',
    counted: 45,
    fault: '',
  },
  {
    at,
    kind: 'domain_report',
    report: null,
    fate: 'unreadable',
    domain: '',
    reporter: '',
    counted: 0,
    fault: 'the file is damaged',
  },
  { at, ...attempt, host: null, words: '', result: 'interrupted' },
  { at, kind: 'answers_ended', case_id: '1', number: 6, status: 'closed' },
  {
    at,
    kind: 'signing',
    recipient: 'kari@example.no',
    domain: 'acme.no',
    selectors: ['ph-1-r1'],
    because: 'signed',
  },
  {
    at,
    kind: 'signing',
    recipient: 'kari@example.no',
    domain: 'acme.no',
    selectors: [],
    because: 'not_live',
  },
  { at, kind: 'ignored', because: 'receipt' },
  ...['arrived', 'displayed', 'deleted', 'denied', 'handled'].map(
    (what): TimelineEntry => ({
      at,
      kind: 'receipt',
      recipient: 'kari@example.no',
      what,
      by_hand: what === 'displayed',
      said_at: at,
    }),
  ),
  {
    at,
    kind: 'through_list',
    list: 'Styret',
    recipients: ['kari@example.no'],
    left_out: [
      { address: 'borte@example.no', because: 'blocked' },
      { address: 'for@example.no', because: 'former' },
    ],
  },
  { at, kind: 'sent_as', from: 'presse@example.no', because: 'template' },
  { at, kind: 'sent_as', from: 'hei@example.no', because: 'organisation' },
  ...['template_archived', 'template_of_others', 'organisation_of_others'].map((because) => ({
    at,
    kind: 'sent_as' as const,
    from: 'hei@example.no',
    because,
  })),
  { at, kind: 'sent_instead', from: 'no-reply@operator.example', instead_of: 'post@example.no' },
  { at, kind: 'not_auto_replied', because: 'from_not_proved', evidence: 'example.no' },
  { at, kind: 'not_forwarded', because: 'from_not_live', recipient: 'partner@example.org' },
  {
    at,
    kind: 'authenticity',
    domain: 'example.no',
    dmarc: 'pass',
    reason: 'a trusted gateway found that it passes',
    policy: null,
    spf: { result: 'fail', domain: 'example.no', aligned: true, reason: 'it may not' },
    dkim: [],
    arc: 'none',
    server: 'gw.example; dmarc=pass',
    gateway: { name: 'gw.example', client: '192.0.2.7', believed: true },
  },
  { at, kind: 'all_mail', what: 'stopped', user_id: '1', why: 'wrong price' },
  { at, kind: 'all_mail', what: 'stopped', user_id: null, why: 'wrong price' },
  { at, kind: 'all_mail', what: 'reworded', user_id: '1', why: 'wrong price' },
  { at, kind: 'all_mail', what: 'reworded', user_id: null, why: 'wrong price' },
  { at, kind: 'all_mail', what: 'went_on', user_id: '1', why: '' },
  { at, kind: 'all_mail', what: 'went_on', user_id: null, why: '' },
];

const format = {
  count: (count: number) => String(count),
  octets: (size: number) => `${size} B`,
  duration: (ms: number) => `${ms} ms`,
  short: () => '12:00',
  full: () => 'today 12:00',
  relative: () => 'soon',
} as unknown as Format;

function told(step: TimelineEntry) {
  const userName = (id: string) => (id === '1' ? 'Kari' : undefined);
  return sentenceOf(step, { t: i18n.t, format, userName, filterName: () => 'Spam' });
}

test.each(LANGUAGES)('every step has a sentence in %s, without a code or a gap', async (language) => {
  await showLanguage(language);
  for (const step of STEPS) {
    const { text, details } = told(step);
    const all = [text, ...details].join(' | ');
    expect(text.length, step.kind).toBeGreaterThan(8);
    expect(all, step.kind).not.toMatch(/\{\{|timeline\.|undefined|null|_/);
  }
});

test('the sentence names who, what and why', () => {
  expect(told(STEPS[0] as TimelineEntry).text).toBe('Fetched over IMAP from imap.example.no');
  expect(told(STEPS[3] as TimelineEntry).details[1]).toBe(
    'Faults in its form: the date is missing or unreadable, a fault in its form',
  );
  expect(told(STEPS[16] as TimelineEntry).text).toBe('Sent through the import again by Kari');
  expect(told(STEPS[17] as TimelineEntry).text).toBe('Moved to the bin by somebody');
  const deferred = STEPS.find((step) => step.kind === 'attempted' && step.result === 'deferred');
  const { tone, details } = told(deferred as TimelineEntry);
  expect([tone, details[0]]).toEqual(['wait', '“451 later”']);
  expect(details[1]).toBe('encrypted with TLS 1.3; the server did not prove who it is · 12 ms');
});

test('an attempt says who was not asked, and since when he does not answer', () => {
  const passed_over = [{ host: 'mx1.example.no', since: at }];
  const { details } = told({ ...attempt, at, result: 'delivered', host: 'mx2.example.no', passed_over });
  expect(details.join(' | ')).toContain(
    'mx1.example.no was not asked, since it had not answered shortly before',
  );
});

test('a host that only lost the connection is not said to have refused the mail, nor one that was not reached to have answered', () => {
  const cut = {
    ...attempt,
    at,
    host: 'mx.example.no',
    code: null,
    enhanced: null,
    words: 'the connection broke',
  };
  expect(told({ ...cut, result: 'failed' }).text).toBe('The mail to kari@example.no could not be sent');
  expect(told({ ...cut, result: 'deferred' }).text).toMatch(/^mx\.example\.no could not take/);
  expect(told({ ...cut, result: 'deferred', tls: false, encryption: null }).text).toMatch(
    /^No server could be reached/,
  );
  expect(told({ ...cut, code: 550, result: 'failed' }).text).toMatch(/^mx\.example\.no refused/);
});

test('a step of a newer server is told in general words', () => {
  expect(told({ at, kind: 'teleported' } as unknown as TimelineEntry).text).toBe('A step was taken');
});

test('a verdict says by which server it was seen, and who delivered to it', () => {
  const step = STEPS.find(({ kind }) => kind === 'authenticity') as TimelineEntry;
  const { details } = told(step);
  expect(details[0]).toBe('As seen by gw.example: delivered there by 192.0.2.7');
  expect(details[1]).toContain('gw.example checked the mail before it was changed');
  const gateway = { name: '', client: null, believed: false };
  const mute = told({ ...step, spf: null, gateway } as TimelineEntry);
  expect(mute.details[0]).toBe(
    'the server before us does not say who delivered the mail, so SPF cannot be checked',
  );
});

test.each(LANGUAGES)('who chose a way is named in %s, and an old entry names nobody', async (language) => {
  await showLanguage(language);
  const way = { at, kind: 'routed', recipient: 'kari@example.no', transport: 'relay', from: null } as const;
  const why = (chosen_by: string | null) => told({ ...way, because: 'chosen', chosen_by }).details.join();
  expect(why('1')).toContain('Kari');
  for (const unknown of [null, '2']) expect(why(unknown)).toBe(i18n.t('route.chosen'));
});
