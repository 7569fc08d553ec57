import i18n from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Meaning } from '@/lib/api/types';
import { span } from '@/lib/format/format';
import { showLanguage } from '@/lib/i18n';
import en from '@/lib/i18n/en.json';
import nb from '@/lib/i18n/nb.json';
import sv from '@/lib/i18n/sv.json';
import { type Kept, plainWords, shortWords } from './plain-words';
import { RETURN_CLASSES } from './return-classes';

beforeAll(() => showLanguage('en'));

const NOTHING: Meaning = {
  by_server: true,
  class: null,
  cause: null,
  of_relay: false,
  at_relay: false,
  sign_in_refused: false,
  missed_tls: null,
  gave_up_after_s: null,
  new_address: null,
  left: false,
};
const format = { span: (seconds: number) => span(seconds, 'en') };
const say = (
  meaning: Partial<Meaning> | null,
  standing: { over?: boolean; kept?: Kept; cure?: boolean } = {},
) =>
  plainWords(meaning && { ...NOTHING, ...meaning }, { over: true, cure: false, ...standing }, i18n.t, format);

test('the class decides, and nothing that the codes say', () => {
  expect(say({ class: 'spam-judged' })).toBe('The receiver takes the mail for spam.');
  expect(say({ class: 'mailbox-full' }, { cure: true })).toBe(
    'The recipient’s mailbox is full. Try later, or reach the customer another way.',
  );
});

test('what is not over is tried again by itself', () => {
  expect(say({ class: 'greylisted' }, { over: false, cure: true })).toMatch(/It is tried again by itself\.$/);
});

test('what is stopped waits for a person, whatever stands in its way', () => {
  const stopped = { over: false, kept: 'stopped' as const, cure: true };
  const words = 'It is stopped, and waits until somebody lets it go.';
  expect(say({ class: 'greylisted' }, stopped)?.endsWith(words)).toBe(true);
  expect(say({ of_relay: true }, stopped)?.endsWith(words)).toBe(true);
  expect(say({ class: 'greylisted' }, stopped)).not.toContain('by itself');
});

test('a server that says so itself does answer', () => {
  const fault = 'The receiver’s mail server answers that it has a temporary fault.';
  expect(say({ class: 'host-down', by_server: true })).toBe(fault);
  expect(say({ class: 'host-down', by_server: false })).toMatch(/does not answer/);
  expect(shortWords({ ...NOTHING, class: 'host-down' })).toBe('The server has a temporary fault');
  expect(shortWords({ ...NOTHING, class: 'host-down', by_server: false })).toBe('The server does not answer');
});

test('a password that our own server refuses blames no receiver, and does not mend itself', () => {
  const refused = { class: 'setup-refused', at_relay: true, sign_in_refused: true } as const;
  expect(say(refused, { over: false, cure: true })).toBe(
    'The outgoing server does not let us in with the user name and password that are entered. Correct them, and the mail goes.',
  );
  expect(say(refused)).toMatch(/ Correct them, and send the mail again\.$/);
  expect(shortWords({ ...NOTHING, ...refused })).toBe('The outgoing server does not let us in');
  expect(say({ class: 'setup-refused', at_relay: true })).toBe(
    'The outgoing server does not accept how we send through it.',
  );
  expect(say({ class: 'setup-refused' })).toMatch(/^The receiver/);
});

test('a demand for encryption that was not met says which, and what helps', () => {
  const missed: Partial<Meaning> = { by_server: false, missed_tls: 'next' };
  expect(say(missed)).toMatch(
    /over verified encryption only, and the receiver’s server does not offer that\.$/,
  );
  expect(say(missed, { cure: true })).toMatch(
    /write it anew without that demand; else reach the customer another way\.$/,
  );
  expect(say({ ...missed, missed_tls: 'throughout' }, { cure: true })).toMatch(
    /all the way.* Demand verified encryption to/,
  );
  expect(say({ ...missed, at_relay: true }, { cure: true })).toMatch(
    /and the outgoing server.* Whoever set that server up can/,
  );
  expect(say(missed, { over: false, cure: true })).toMatch(/It is tried again by itself\.$/);
  expect(shortWords({ ...NOTHING, ...missed })).toBe('No verified encryption');
});

test('what our own outgoing server does not take is not told of the receiver', () => {
  expect(say({ class: 'too-large', by_server: false })).toMatch(/than the receiver takes/);
  expect(say({ class: 'too-large', by_server: false, at_relay: true })).toMatch(
    /than the outgoing server takes/,
  );
  expect(say({ class: 'eai-unsupported', by_server: false, at_relay: true })).toMatch(
    /^The outgoing server does not know/,
  );
});

test('a mail that was given up says after how long, and the last reason', () => {
  expect(say({ class: 'mailbox-full', gave_up_after_s: 5 * 86_400 })).toBe(
    'Posthus tried for 5 days and gave up. The last reason: The recipient’s mailbox is full.',
  );
  expect(say({ gave_up_after_s: 5 * 86_400 })).toBe('Posthus tried for 5 days and gave up.');
});

test('what another server gave up says what stood in its way, and helps with that', () => {
  const words = say({ class: 'expired', cause: 'mailbox-full' }, { cure: true });
  expect(words).toContain('gave up.');
  expect(words).toContain('What stood in the way: The recipient’s mailbox is full.');
  expect(words).toMatch(/Try later, or reach the customer another way\.$/);
});

test('where nobody judged nothing is made up', () => {
  expect(say(null)).toBeUndefined();
  expect(say({ by_server: false })).toBeUndefined();
  expect(shortWords(null)).toBeUndefined();
});

test('what a server said and no rule knows is told as unknown, with what helps', () => {
  expect(say({ class: null })).toBe('Posthus does not know what these words mean.');
  expect(say({ class: null }, { cure: true })).toMatch(/mean\. Show them to your administrator, or reach/);
  expect(say({ class: null }, { over: false, cure: true })).toMatch(/mean\. It is tried again by itself\.$/);
  expect(say({ class: null, gave_up_after_s: 86_400 }, { cure: true })).toMatch(/gave up\. Show them to/);
});

test('trouble of an outgoing server is laid at it, whosever it is, with whom to ask', () => {
  const ours: Partial<Meaning> = { class: 'host-down', of_relay: true };
  expect(say(ours)).toMatch(/^The outgoing server is in trouble\./);
  expect(say(ours, { cure: true })).toMatch(/Your administrator sees under Outgoing server/);
  expect(say(ours, { cure: true })).toMatch(/author’s own server, the author sees it in the profile/);
  const waits = say(ours, { over: false, cure: true });
  expect(waits).toMatch(/It is tried again by itself\. Your administrator sees under Outgoing server/);
  expect(say({ ...ours, gave_up_after_s: 5 * 86_400 })).toMatch(/The last reason: The outgoing server/);
  expect(shortWords({ ...NOTHING, ...ours })).toBe('The outgoing server is in trouble');
});

test.each([
  ['en', en],
  ['nb', nb],
  ['sv', sv],
])('each class has a sentence and a cure in %s', (_, catalogue) => {
  const texts: Record<string, unknown> = catalogue.plainWords;
  const missed = Object.entries(catalogue.plainWords.missedTls).filter(([name]) => name !== 'short');
  const known: Record<string, unknown> = { ...texts, ...Object.fromEntries(missed) };
  for (const name of [...RETURN_CLASSES, 'unclassified', 'ownServer', 'next', 'throughout', 'relay']) {
    const { text, cure } = known[name] as { text: string; cure: string };
    for (const sentence of [text, cure]) expect(sentence, name).toMatch(/^[A-ZÅÄÖ].*\.$/);
  }
});

test('lists have the class in a few words', () => {
  expect(shortWords({ ...NOTHING, class: 'mailbox-full' })).toBe('The mailbox is full');
});

test('a new address that is named is not asked for', () => {
  const moved = { class: 'mailbox-moved' } as const;
  expect(say(moved, { cure: true })).toContain('Write to the new address if you know it');
  const known = say({ ...moved, new_address: 'kari@ny.example' }, { cure: true });
  expect(known).toContain('Write to kari@ny.example, which the answer names.');
  expect(known).not.toContain('if you know it');
});
