import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { TryAgain } from './Cure';

afterEach(() => vi.unstubAllGlobals());

test('nobody passes a block without having read why it is there', async () => {
  const asked: string[] = [];
  const blocked = {
    scope: 'all',
    reason: 'returned',
    class: 'mailbox-unknown',
    words: '',
    at: '2026-11-29T20:00:00Z',
    trial: null,
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname;
    asked.push(path);
    if (path.endsWith('/check')) return Response.json({ rows: [{ input: 'kari@kunde.example', blocked }] });
    return new Response(null, { status: 204 });
  });
  show(
    <ConfirmProvider>
      <TryAgain place={{ id: '9', mid: '8' }} recipient="kari@kunde.example" variant={undefined} />
    </ConfirmProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Try the same address again' }));
  expect(await screen.findByText(/kari@kunde.example has been blocked since/)).toBeDefined();
  expect(asked).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Send all the same' }));
  await waitFor(() => expect(asked).toContain('/api/v1/cases/9/messages/8/send-again'));
});
