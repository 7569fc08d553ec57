import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Outbox } from '@/lib/api/types';
import { show } from '@/test/Render';
import { OutboxSelection } from './OutboxSelection';

afterEach(() => vi.unstubAllGlobals());

const mail = (id: string, state: Outbox['state']) =>
  ({ id, state, held_at: null, planned_at: null, attempts: 0, sent_anew: false }) as unknown as Outbox;

test('of all marked mail the server says what it did not stop', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.endsWith('/outbox/hold')) asked.push(await request.json());
    return Response.json({ done: [], failed: [], rows: [] });
  });
  const rows = [mail('1', 'queued'), mail('2', 'failed')];
  const selected = { ids: ['1', '2'], clear: () => undefined, request: {} } as never;
  show(<OutboxSelection rows={rows} selected={selected} />, 'outbox');
  screen.getByRole('button', { name: /Stop/ }).click();
  await waitFor(() => expect(asked).toEqual([{ ids: ['1', '2'] }]));
});

test('while all mail is stopped nobody is offered to have some of it tried', async () => {
  let stops: unknown[] = [];
  vi.stubGlobal('fetch', async () => Response.json({ rows: stops }));
  const selected = { ids: ['1'], clear: () => undefined, request: {} } as never;
  const { unmount } = show(<OutboxSelection rows={[mail('1', 'queued')]} selected={selected} />, 'outbox');
  expect(screen.getByRole('button', { name: /Try now/ })).toBeDefined();
  unmount();
  stops = [{ by_operator: true }];
  show(<OutboxSelection rows={[mail('1', 'queued')]} selected={selected} />, 'outbox');
  await waitFor(() => expect(screen.queryByRole('button', { name: /Try now/ })).toBeNull());
});
