import { expect, test } from 'vitest';
import { queueOf, requestOf } from './queues';

test('an unknown queue is the usual one', () => {
  expect(queueOf('nonsense')).toBe('active');
  expect(queueOf(undefined)).toBe('active');
});

test('the newest message comes first unless another order is asked for', () => {
  expect(requestOf({})).toMatchObject({ sort: 'last_message_at', descending: true });
  expect(requestOf({ sort: 'number', descending: false })).toMatchObject({
    sort: 'number',
    descending: false,
  });
});

test('an owner chosen by hand goes before the one of the queue', () => {
  expect(requestOf({ queue: 'mine' }).owner).toBe('me');
  expect(requestOf({ queue: 'mine', owner: '7' }).owner).toBe('7');
  expect(requestOf({ queue: 'closed' })).toMatchObject({ status: 'closed', owner: undefined });
});
