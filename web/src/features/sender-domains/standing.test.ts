import i18n from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { SenderDomain, SenderDomainRecord, ServedMtaSts } from '@/lib/api/types';
import { startI18n, textsIn } from '@/lib/i18n';
import { consentMail, dnsMail, mailtoOf } from './dns-mail';
import {
  hasLedKeys,
  hasValue,
  inPieces,
  isOperators,
  isUnknown,
  isUnsure,
  recordTone,
  stateTone,
  staysAsItIs,
  troubles,
} from './standing';

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

function domain(records: SenderDomainRecord[], keys: object[] = []): SenderDomain {
  const known = { name: 'acme.no', state: 'pending', switched_off_at: null, records, keys };
  return known as unknown as SenderDomain;
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

test('what goes wrong at the operator’s host is asked of nobody who runs the DNS of the domain', async () => {
  const path: SenderDomainRecord = {
    ...record,
    kind: 'return_path',
    record_type: 'CNAME',
    name: 'posthus-return.acme.no',
    value: 'return.vert.no',
    verdict: 'differs',
    found: ['return.vert.no'],
    problem: 'host_takes_no_mail',
    detail: 'return.vert.no',
  };
  expect([isOperators(path), isOperators(record), staysAsItIs(path)]).toEqual([true, false, true]);
  const asked = dnsMail(domain([path, record]), [], await textsIn('en')).text;
  expect(asked).toContain('v=spf1');
  expect(asked).not.toContain('posthus-return');
  const kept = dnsMail(domain([path, { ...record, verdict: 'live' }]), [], await textsIn('en')).text;
  expect(kept).toContain('leave them as they are');
  expect(kept).toContain('posthus-return.acme.no');
  expect(kept).not.toContain('takes no mail');
});

test('a record on reports on encryption keeps its other readers, and the mail says that it is replaced', async () => {
  const tls: SenderDomainRecord = {
    ...record,
    kind: 'tls_rpt',
    importance: 'optional',
    name: '_smtp._tls.acme.no',
    value: 'v=TLSRPTv1; rua=mailto:tls@esp.no,mailto:post@acme.no',
    verdict: 'differs',
    found: ['v=TLSRPTv1; rua=mailto:tls@esp.no'],
    problem: 'no_reports',
    detail: 'post@acme.no',
  };
  expect([isUnsure(tls), isUnsure({ ...tls, verdict: 'unanswered' })]).toEqual([false, true]);
  const { text } = dnsMail(domain([tls]), [], await textsIn('en'));
  expect(text).toContain(`Value: ${tls.value}`);
  expect(text).toContain('the value here replaces it');
});

test.each([
  ['nb', 'Vi vet ikke hvor den utgående serveren sender fra.'],
  ['sv', 'Vi vet inte varifrån den utgående servern skickar.'],
  ['en', 'We do not know where the outgoing server sends from.'],
] as const)(
  'that the value of SPF is the provider’s to tell is said in the mail, in %s',
  async (language, said) => {
    const unknown = { ...record, verdict: 'way_unknown' } as const;
    expect([isUnsure(unknown), isUnknown(unknown), isUnknown(record)]).toEqual([false, true, false]);
    expect(troubles(domain([unknown]))).toEqual([unknown]);
    const key = { ...record, kind: 'dkim', value: 'v=DKIM1; p=MII' } as const;
    const { text } = dnsMail(domain([key, unknown]), [], await textsIn(language));
    expect(text).toContain(`: ${said}`);
    expect(text).not.toContain('spf1');
    // A term that leads nowhere is told, and no record with it is asked for.
    const broken = { ...unknown, problem: 'broken_include', detail: 'include:gone.no' } as const;
    const told = dnsMail(domain([key, broken]), [], await textsIn(language)).text;
    expect(told).toContain('include:gone.no');
    expect(told).not.toContain('spf1');
  },
);

test('nothing is asked for where the relay has its own return path, and no one has to do anything', async () => {
  const free = { ...record, importance: 'optional', verdict: 'not_needed' } as const;
  expect([hasValue(free), isUnknown(free), recordTone(free)]).toEqual([false, false, 'quiet']);
  expect(troubles(domain([free]))).toEqual([]);
  const key = { ...record, kind: 'dkim', value: 'v=DKIM1; p=MII' } as const;
  const { text } = dnsMail(domain([key, free]), [], await textsIn('en'));
  expect(text).toContain('v=DKIM1');
  expect(text).not.toMatch(/spf/i);
});

test.each([
  ['nb', 'Står i DNS nå: v=spf1 mx -all', 'Serverne vi sender gjennom, mangler: include:x.no. Med dem'],
  ['sv', 'Står i DNS nu: v=spf1 mx -all', 'Servrarna vi skickar genom saknas: include:x.no. Med dem'],
  [
    'en',
    'In DNS now: v=spf1 mx -all',
    'The servers that we send through are missing: include:x.no. With them,',
  ],
] as const)('nobody is asked to publish what he has without a reason, in %s', async (language, now, why) => {
  const there: SenderDomainRecord = {
    ...record,
    verdict: 'differs',
    value: 'v=spf1 mx -all',
    found: ['v=spf1 mx -all'],
  };
  const full: SenderDomainRecord = { ...there, problem: 'no_room', detail: 'include:x.no' };
  expect([full, { ...full, found: ['v=spf1 -all'] }, record].map(staysAsItIs)).toEqual([true, false, false]);
  const { text } = dnsMail(domain([full]), [], await textsIn(language));
  expect(text).toContain(`${now}\n${why}`);
  expect(text).not.toContain(`${language === 'sv' ? 'Värde' : language === 'nb' ? 'Verdi' : 'Value'}:`);
});

test('a record that is to be changed is asked for with what is wrong with it', async () => {
  const wrong: SenderDomainRecord = { ...record, verdict: 'differs', found: ['v=spf1 include:gone.no ~all'] };
  const broken: SenderDomainRecord = { ...wrong, problem: 'broken_include', detail: 'include:gone.no' };
  const { text } = dnsMail(domain([broken]), [], await textsIn('en'));
  expect(text).toContain('Value: v=spf1 mx ~all\n“include:gone.no” leads to a domain without');
});

const led = (selector: string, more: Partial<SenderDomainRecord> = {}): SenderDomainRecord => ({
  ...record,
  kind: 'dkim',
  record_type: 'CNAME',
  name: `${selector}._domainkey.acme.no`,
  value: `${selector}.0123.keys.vert.no`,
  ...more,
});
const ledKeys = [
  { selector: 'ph-1-ra', algorithm: 'rsa', state: 'active' },
  { selector: 'ph-1-ea', algorithm: 'ed25519', state: 'active' },
  { selector: 'ph-1-rb', algorithm: 'rsa', state: 'retired' },
];

test.each([
  ['nb', 'Signatur (DKIM): RSA, 2048 biter, for neste nøkkel', 'Noen av dem leder ikke til noe ennå'],
  ['sv', 'Signatur (DKIM): RSA, 2048 bitar, för nästa nyckel', 'En del av dem leder inte till något än'],
  ['en', 'Signature (DKIM): RSA, 2048 bits, for the next key', 'Some of them lead to nothing yet'],
] as const)(
  'names that lead to keys are asked for with what they are, in %s',
  async (language, next, why) => {
    const t = await textsIn(language);
    const { text } = dnsMail(domain([led('ph-1-ra'), led('ph-1-ea'), led('ph-1-rb')], ledKeys), [], t);
    expect(text).toContain('CNAME');
    expect(text).toContain('ph-1-ra.0123.keys.vert.no');
    expect(text).toContain(`3. ${next}`);
    expect(text).toContain(why);
    expect(dnsMail(domain([record], ledKeys), [], t).text).not.toContain(why);
  },
);

test('a key that the operator has not published is asked of nobody who runs the DNS of the domain', async () => {
  const value = 'ph-1-ra.0123.keys.vert.no';
  const unpublished = led('ph-1-ra', { verdict: 'differs', problem: 'key_not_published', found: [value] });
  expect([isOperators(unpublished), recordTone(unpublished), staysAsItIs(unpublished)]).toEqual([
    true,
    'wait',
    true,
  ]);
  const asked = dnsMail(domain([unpublished, record], ledKeys), [], await textsIn('en')).text;
  expect(asked).toContain('v=spf1');
  expect(asked).not.toContain('ph-1-ra');
  const elsewhere = led('ph-1-ra', { verdict: 'differs', problem: 'other_target', found: ['x.no'] });
  const mended = dnsMail(domain([elsewhere], ledKeys), [], await textsIn('en')).text;
  expect(mended).toContain(`Value: ${value}`);
  expect(hasLedKeys(domain([elsewhere]))).toBe(true);
  expect(hasLedKeys(domain([record]))).toBe(false);
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
  expect(all.text).toContain('leave them as they are');
  expect(all.text).not.toMatch(/put these in|replaces it/);
  expect(mailtoOf({ subject: 'a & b', text: 'one\ntwo' })).toBe(
    'mailto:?subject=a%20%26%20b&body=one%0D%0Atwo',
  );
});

test('the keys of a domain are told apart by what they are', async () => {
  const of = (selector: string) =>
    ({ ...record, kind: 'dkim', name: `${selector}._domainkey.acme.no`, value: 'v=DKIM1' }) as const;
  const keys = [
    { selector: 'r1', algorithm: 'rsa' },
    { selector: 'e1', algorithm: 'ed25519' },
  ];
  const { text } = dnsMail(domain([of('r1'), of('e1')], keys), [], await textsIn('en'));
  expect(text).toContain('1. Signature (DKIM): RSA, 2048 bits');
  expect(text).toContain('2. Signature (DKIM): Ed25519');
});

const tls = {
  ...record,
  kind: 'tls_rpt',
  importance: 'optional',
  name: '_smtp._tls.acme.no',
  value: 'v=TLSRPTv1; rua=mailto:rua@acme.no',
} as const;
const sts = { ...tls, kind: 'mta_sts', name: '_mta-sts.acme.no', value: 'v=STSv1; id=abc' } as const;
const served = {
  name: 'mta-sts.acme.no',
  host: 'post.acme.no',
  record: 'v=STSv1; id=abc',
  state: null,
} as unknown as ServedMtaSts;

test.each([
  ['nb', 'Rapporter om kryptering (TLS-RPT)', 'Navnet som leder til regelen'],
  ['sv', 'Rapporter om kryptering (TLS-RPT)', 'Namnet som leder till regeln'],
  ['en', 'Reports on encryption (TLS-RPT)', 'The name that leads to the policy'],
] as const)(
  'what is good to have is asked for, too, unless somebody leaves it out, in %s',
  async (language, reports, name) => {
    const t = await textsIn(language);
    const all = dnsMail(domain([record, tls, sts]), [], t, { served }).text;
    expect(all).toContain(reports);
    expect(all).toContain('v=STSv1; id=abc');
    expect(all).toContain(name);
    expect(all).toContain('mta-sts.acme.no');
    const needed = dnsMail(domain([record, tls, sts]), [], t, { served, optional: false }).text;
    expect(needed).toContain('v=spf1 mx ~all');
    expect(needed).not.toMatch(/TLSRPTv1|STSv1|post\.acme\.no/);
    // Without a policy, the record that says that there is one harms.
    expect(dnsMail(domain([record, tls, sts]), [], t).text).not.toContain('STSv1');
  },
);

test('consent to reports is asked of whoever runs the DNS of the domain that they go to', async () => {
  const t = await textsIn('en');
  const name = 'acme.no._report._dmarc.firm.no';
  const consent = { ...record, kind: 'report_consent', name, value: 'v=DMARC1' } as const;
  const own = dnsMail(domain([record, consent]), [], t);
  expect(own.text).toContain('v=spf1');
  expect(own.text).not.toContain('_report');
  const asked = consentMail(domain([record, consent]), ['Ada'], t);
  expect(asked?.to).toBe('firm.no');
  expect(asked?.mail.subject).toBe('DNS records for firm.no');
  expect(asked?.mail.text).toContain(`${name}`);
  expect(asked?.mail.text).not.toContain('v=spf1');
  expect(consentMail(domain([record, { ...consent, verdict: 'live' }]), [], t)).toBeNull();
  expect(consentMail(domain([record]), [], t)).toBeNull();
});
