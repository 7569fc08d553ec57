import { expect, test } from 'vitest';
import { isPlanned } from './planned';

const at = (time: string) => new Date(`2026-11-28T${time}Z`).getTime();

test('a mail is planned until its time has come', () => {
  const mail = { planned_at: '2026-11-28T10:00:00Z' };
  expect(isPlanned(mail, at('09:59:59'))).toBe(true);
  expect(isPlanned(mail, at('10:00:00'))).toBe(false);
  expect(isPlanned(mail, at('12:00:00'))).toBe(false);
  expect(isPlanned({ planned_at: null }, at('09:00:00'))).toBe(false);
});
