import { expect, test } from 'vitest';
import { lastWords, reasonFor } from './WhyHere';

const waiting = {
  state: 'queued' as const,
  held_at: null,
  held_for: [],
  planned_at: null,
  attempts: 0,
  next_attempt_at: '2026-11-28T10:00:00Z',
};
const at = (time: string) => new Date(`2026-11-28T${time}Z`).getTime();

test('a mail says what it waits for', () => {
  expect(reasonFor(waiting, at('09:59:55'))).toBe('undo');
  expect(reasonFor(waiting, at('10:00:01'))).toBe('soon');
  expect(reasonFor({ ...waiting, attempts: 2 }, at('09:00:00'))).toBe('retry');
  expect(reasonFor({ ...waiting, planned_at: waiting.next_attempt_at }, at('09:00:00'))).toBe('planned');
  // Once its time has come it waits as every other mail does.
  expect(reasonFor({ ...waiting, planned_at: waiting.next_attempt_at }, at('10:00:01'))).toBe('soon');
  expect(reasonFor({ ...waiting, held_at: '2026-11-28T08:00:00Z', attempts: 2 })).toBe('held');
  expect(reasonFor({ ...waiting, state: 'failed', attempts: 1 })).toBe('failed');
});

test('the last words stand with the code that they came with', () => {
  const of = { last_words: 'no such user', last_code: 550, last_enhanced: '5.1.1' };
  const mail = { last_words: 'no such user', deliveries: [of] } as unknown as Parameters<typeof lastWords>[0];
  expect(lastWords(mail)).toBe('550 5.1.1 no such user');
  expect(lastWords({ ...mail, deliveries: [] })).toBe('no such user');
});
