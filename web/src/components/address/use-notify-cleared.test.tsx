import { Button } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { useNotifyCleared } from './use-notify-cleared';

afterEach(() => vi.unstubAllGlobals());

function Cleared() {
  const notify = useNotifyCleared();
  const failed = [{ id: '8', code: 'not_found', detail: 'gone', params: {} }];
  return <Button onClick={() => notify({ done: 1, failed }, ['7', '8'])}>Clear</Button>;
}

test('what was cleared by mistake is blocked again from its message, and nothing else', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push([new URL(request.url).pathname, await request.json()]);
    return Response.json({ done: 1, failed: [] });
  });
  show(
    <>
      <Notifications />
      <Cleared />
    </>,
    'outbox',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
  expect(await screen.findByText('1 address is in use again')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked).toEqual([['/api/v1/blocked-addresses/block-again', { ids: ['7'] }]]));
  expect(await screen.findByText('1 address is blocked as before')).toBeDefined();
});
