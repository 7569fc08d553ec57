import { expect, test } from 'vitest';
import type { Message } from '@/lib/api/types';
import { mainCure } from './cures';

const of = (meaning: Partial<NonNullable<Message['meaning']>> | null, held?: string | null) =>
  ({
    meaning: meaning && { by_server: true, class: null, cause: null, new_address: null, ...meaning },
    failure: held === undefined ? null : { held_back: { class: held } },
  }) as unknown as Message;

test('the main button is what helps against what happened', () => {
  expect(mainCure(of({ class: 'mailbox-unknown' }), false)).toBe('correct');
  expect(mainCure(of({ class: 'too-large' }), true)).toBe('asLinks');
  expect(mainCure(of({ class: 'mailbox-moved', new_address: 'k@ny.example' }), false)).toBe('newAddress');
  for (const passes of ['mailbox-full', 'greylisted', 'rate-limited', 'host-down', 'expired'])
    expect(mainCure(of({ class: passes }), false)).toBe('again');
  expect(mainCure(of({ class: 'mailbox-unknown', of_relay: true }), false)).toBe('again');
  expect(mainCure(of({ gave_up_after_s: 3600 }), false)).toBe('again');
});

test('no button stands out where the words say what to do', () => {
  for (const word of ['spam-judged', 'refused-by-recipient', 'auth-failed', 'too-large', 'virus'])
    expect(mainCure(of({ class: word }), false)).toBe('none');
  expect(mainCure(of(null), false)).toBe('none');
});

test('nobody is told to pass a block: what blocked the address says whether it is wrong', () => {
  expect(mainCure(of(null, 'mailbox-unknown'), false)).toBe('correct');
  expect(mainCure(of(null, null), false)).toBe('none');
  expect(mainCure(of(null, 'mailbox-full'), false)).toBe('none');
});
