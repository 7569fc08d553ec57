import { Notifications, notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { UserServer } from './UserServer';

const RELAY = { kind: 'relay', own: true, host: 'smtp.example.com', username: 'ola' };

/** The API with this server; a refusal is what deleting it gets. */
function serve(server: object | null, refused?: object) {
  const asked: string[] = [];
  let transport = server;
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    if (request.method !== 'DELETE') return Response.json({ transport });
    if (refused) return Response.json(refused, { status: 403 });
    transport = null;
    return new Response(null, { status: 204 });
  });
  return asked;
}

const page = () =>
  show(
    <ConfirmProvider>
      <Notifications />
      <UserServer id="5" name="Ola Hansen" />
    </ConfirmProvider>,
    'users',
  );

/** Presses the button on the page, and then the one that answers the question. */
async function remove() {
  fireEvent.click(await screen.findByRole('button', { name: 'Remove the server' }));
  expect(await screen.findByText('Remove the server of Ola Hansen?')).toBeDefined();
  const buttons = screen.getAllByRole('button', { name: 'Remove the server' });
  fireEvent.click(buttons.at(-1) as HTMLElement);
}

afterEach(() => {
  notifications.clean();
  vi.unstubAllGlobals();
});

test('an administrator sees the server of a user and takes it away', async () => {
  const asked = serve(RELAY);
  page();
  expect(await screen.findByText('smtp.example.com · ola')).toBeDefined();
  await remove();
  await waitFor(() => expect(screen.queryByText('smtp.example.com · ola')).toBeNull());
  expect(asked).toContain('DELETE /api/v1/users/5/transport');
});

test('a server that is not used says so, and one that leads straight out has no host', async () => {
  serve({ ...RELAY, own: false, kind: 'direct', host: '', username: '' });
  page();
  expect(await screen.findByText('straight to the receivers’ servers · not in use')).toBeDefined();
});

test('who has none has nothing here', async () => {
  const asked = serve(null);
  page();
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(screen.queryByText('Own outgoing server')).toBeNull();
});

test('a refusal is not told as done', async () => {
  const asked = serve(RELAY, { code: 'forbidden', status: 403, detail: 'you may not' });
  page();
  await remove();
  await waitFor(() => expect(asked).toContain('DELETE /api/v1/users/5/transport'));
  expect(await screen.findByText('That did not work')).toBeDefined();
  expect(screen.queryByText('The server is removed.')).toBeNull();
  expect(screen.getByText('smtp.example.com · ola')).toBeDefined();
});
