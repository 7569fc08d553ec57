import i18n from 'i18next';
import { expect, test } from 'vitest';
import type { HeldBack } from '@/lib/api/types';
import { showLanguage } from '@/lib/i18n';
import { heldBackSentence } from './held-back';

const format = { day: (at: string | number) => String(at).slice(0, 10) };
const held: HeldBack = {
  since: '2026-03-01T10:00:00Z',
  reason: 'returned',
  class: 'mailbox-unknown',
  words: '550 5.1.1 no such user',
  on_trial: false,
};

test('why nobody was asked is said by what is known, whatever the words of the server are', async () => {
  await showLanguage('en');
  const said = heldBackSentence(held, i18n.t, format);
  expect(said).toContain('2026-03-01');
  expect(said).not.toContain('550');
  const byHand = heldBackSentence({ ...held, reason: 'hand', class: null }, i18n.t, format);
  expect(byHand).not.toBe(said);
  const tried = heldBackSentence({ ...held, on_trial: true }, i18n.t, format);
  expect(tried).toContain('on trial');
  await showLanguage('nb');
  expect(heldBackSentence(held, i18n.t, format)).not.toBe(said);
});
