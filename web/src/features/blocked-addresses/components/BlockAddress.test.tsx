import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { BlockAddress } from './BlockAddress';

afterEach(() => vi.unstubAllGlobals());

function refusedWith(code: string) {
  const blocked: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!request.url.endsWith('/blocked-addresses')) return Response.json({ rows: [] });
    const body = JSON.parse(await request.text());
    blocked.push(body);
    if (body.all_the_same) return Response.json({ id: '1' }, { status: 201 });
    return Response.json({ code, status: 409, detail: '' }, { status: 409 });
  });
  return blocked;
}

async function submit() {
  show(
    <ConfirmProvider>
      <Notifications />
      <BlockAddress />
    </ConfirmProvider>,
    'outbox',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Block an address' }));
  fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'post@a.no' } });
  fireEvent.click(screen.getByRole('button', { name: 'Block' }));
}

test('an address of ones own is blocked only where that is meant', async () => {
  const blocked = refusedWith('address.of_mailbox');
  await submit();
  await screen.findByText(/address of one of your own mailboxes/);
  fireEvent.click(screen.getByRole('button', { name: 'Block all the same' }));
  await screen.findByText('post@a.no is blocked');
  await waitFor(() =>
    expect(blocked).toEqual([
      { address: 'post@a.no', scope: 'all', all_the_same: false },
      { address: 'post@a.no', scope: 'all', all_the_same: true },
    ]),
  );
});

test('what is blocked already is said with its cause, and stays as it is where nobody wants more', async () => {
  const blocked = refusedWith('address.blocked_by_returns');
  await submit();
  await screen.findByText(/blocked already, because mail to it came back/);
  const cancel = screen.getAllByRole('button', { name: 'Cancel' });
  fireEvent.click(cancel[cancel.length - 1] as HTMLElement);
  await waitFor(() => expect(screen.queryByText(/because mail to it came back/)).toBeNull());
  expect(blocked).toHaveLength(1);
});
