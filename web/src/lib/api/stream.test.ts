import { expect, it } from 'vitest';
import { eventsIn } from './stream';

it('reads whole events and leaves the rest for later', () => {
  const first = eventsIn('data: {"stage":"reading"}\n\n: heartbeat\n\ndata: {"outcome":');
  expect(first.events).toEqual([{ stage: 'reading' }]);
  expect(eventsIn(`${first.rest}"placed"}\n\n`)).toEqual({ events: [{ outcome: 'placed' }], rest: '' });
});
