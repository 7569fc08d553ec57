import { describe, expect, it } from 'vitest';
import type { Message } from '@/lib/api/types';
import { FAILURE, forgedHint, isFailureTold, isTouchable, ofKind } from './message-kinds';

const at = '2026-03-01T12:00:00.000Z';
const message = (id: string, rest: Partial<Message>) =>
  ({ id, created_at: at, flagged: false, ...rest }) as Message;
const mail = message('1', { direction: 'received' });
const reply = message('2', { direction: 'sent', flagged: true });
const note = message('3', { direction: 'comment', author_id: '11' });

describe('the messages that are shown', () => {
  it('are narrowed to those with a star, answers, or comments', () => {
    const ids = (shown: Parameters<typeof ofKind>[1]) =>
      ofKind([mail, reply, note], shown).map(({ id }) => id);
    expect(ids('all')).toEqual(['1', '2', '3']);
    expect(ids('flagged')).toEqual(['2']);
    expect(ids('replies')).toEqual(['2']);
    expect(ids('comments')).toEqual(['3']);
  });
});

describe('a mail that failed', () => {
  const failed = message('4', {
    direction: 'sent',
    outbox_id: '7',
    delivery: { state: 'failed' } as Message['delivery'],
  });
  const entry = message('5', { direction: 'comment', class: FAILURE, outbox_id: '7' });
  it('is told of once: by the entry with what helps, else by itself', () => {
    expect(isFailureTold([failed, entry], failed)).toBe(true);
    expect(isFailureTold([failed, note], failed)).toBe(false);
    expect(isFailureTold([failed, { ...entry, outbox_id: '8' }], failed)).toBe(false);
    const removed = { at, by_name: null } as unknown as Message['removed'];
    expect(isFailureTold([failed, { ...entry, removed }], failed)).toBe(false);
    const waits = { ...failed, delivery: { state: 'queued' } as Message['delivery'] };
    expect(isFailureTold([waits, entry], waits)).toBe(false);
  });
});

describe('a comment', () => {
  const minutes = (count: number) => new Date(at).getTime() + count * 60_000;
  it("is its author's for a quarter of an hour", () => {
    expect(isTouchable(note, '11', false, minutes(15))).toBe(true);
    expect(isTouchable(note, '11', false, minutes(16))).toBe(false);
    expect(isTouchable(note, '12', false, minutes(1))).toBe(false);
  });

  it('and all else is of whoever may delete', () => {
    expect(isTouchable(mail, '11', false, minutes(1))).toBe(false);
    expect([mail, reply, note].every((one) => isTouchable(one, '12', true, minutes(99)))).toBe(true);
  });
});

describe('a mail that may be forged', () => {
  const from = { name: 'Bank', address: 'post@bank.test' };
  const hint = (rest: Partial<Message>) => forgedHint(message('4', { direction: 'received', from, ...rest }));
  it('is one that its domain denies, and one that shows authors of several domains', () => {
    expect(hint({ authenticity: 'fail' })).toBe('message.forgedHint');
    expect(hint({ authenticity: 'permerror' })).toBe('message.severalAuthorsHint');
    for (const authenticity of ['pass', 'none', 'temperror', 'unknown', null]) {
      expect(hint({ authenticity })).toBeUndefined();
    }
    expect(hint({ authenticity: 'permerror', from: { name: null, address: null } })).toBeUndefined();
    expect(hint({ authenticity: 'fail', direction: 'sent' })).toBeUndefined();
  });
});
