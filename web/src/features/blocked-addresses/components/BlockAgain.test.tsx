import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { BlockAgain, BlockOneAgain } from './BlockAgain';

afterEach(() => vi.unstubAllGlobals());

function stubbed(): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    asked.push(`${pathname}${search} ${body}`.trim());
    return Response.json({ done: 1, failed: [] });
  });
  return asked;
}

async function confirmed(): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Block again' }));
  await screen.findByRole('dialog');
  const buttons = screen.getAllByRole('button', { name: 'Block again' });
  fireEvent.click(buttons[buttons.length - 1] as HTMLElement);
}

test('a cleared address is blocked again after a question, and its drawer closes', async () => {
  const asked = stubbed();
  const done = vi.fn();
  show(
    <ConfirmProvider>
      <Notifications />
      <BlockOneAgain id="7" onDone={done} />
    </ConfirmProvider>,
    'outbox',
  );
  await confirmed();
  await waitFor(() => expect(asked).toEqual(['/api/v1/blocked-addresses/block-again {"ids":["7"]}']));
  expect(await screen.findByText('1 address is blocked as before')).toBeDefined();
  expect(done).toHaveBeenCalled();
});

test('all that fit are blocked again by a job with what narrows the list', async () => {
  const asked = stubbed();
  const selected = { ids: [], all: '3 rows', request: { job: '9', reason: 'hand' }, clear: () => undefined };
  show(
    <ConfirmProvider>
      <Notifications />
      <BlockAgain selected={selected} />
    </ConfirmProvider>,
    'outbox',
  );
  await confirmed();
  await waitFor(() =>
    expect(asked).toEqual(['/api/v1/blocked-addresses/block-again/matching?job=9&reason=hand']),
  );
});
