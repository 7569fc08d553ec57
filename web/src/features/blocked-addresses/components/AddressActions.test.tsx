import { Notifications } from '@mantine/notifications';
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { AddressActions } from './AddressActions';

afterEach(() => vi.unstubAllGlobals());

test('of a mixed selection it is said who was left out, and why', async () => {
  const refused = (id: number, code: string) => ({ id: String(id), code: `address.${code}`, detail: '' });
  const failed = [refused(1, 'complained'), ...[2, 3, 4, 5].map((id) => refused(id, 'needs_consent'))];
  vi.stubGlobal('fetch', async () => Response.json({ done: 1, failed }));
  const rows = [1, 2, 3, 4, 5, 6].map((id) => ({ id: String(id), address: `a${id}@x.no` }));
  const selected = { ids: rows.map(({ id }) => id), rows, request: {}, clear: vi.fn() };
  show(
    <ConfirmProvider>
      <Notifications />
      <AddressActions selected={selected} />
    </ConfirmProvider>,
    'outbox',
  );
  fireEvent.click(screen.getByRole('button', { name: 'More' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Put on trial' }));
  const buttons = await screen.findAllByRole('button', { name: 'Put on trial' });
  fireEvent.click(buttons[buttons.length - 1] as HTMLElement);
  expect(await screen.findByText(/^5 could not be done/)).toBeDefined();
  expect(await screen.findByText(/a1@x.no: Somebody reported/)).toBeDefined();
  expect(screen.getByText(/a2@x.no, a3@x.no, a4@x.no and 1 more: The owner/)).toBeDefined();
  expect(selected.clear).toHaveBeenCalled();
});
