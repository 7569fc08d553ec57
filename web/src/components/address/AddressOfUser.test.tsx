import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { AddressWarning } from '@/lib/api/types';
import { show } from '@/test/Render';
import { AddressOfUser } from './AddressOfUser';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ to, search, children }: { to: string; search: object; children: ReactNode }) => (
    <a href={`${to}?${JSON.stringify(search)}`}>{children}</a>
  ),
}));

const WARNING: AddressWarning = {
  address: 'anna@nord.example',
  scope: 'all',
  reason: 'returned',
  blocked_at: '2026-11-29T10:00:00Z',
  returns: 1,
  last_return_at: '2026-11-29T10:00:00Z',
  class: 'mailbox-unknown',
  fault: 'address',
  words: '550 5.1.1 no such user',
  trial: null,
};

test('who may clear a block is led to it, and the others read who does', async () => {
  const { unmount } = show(<AddressOfUser warning={WARNING} />, 'outbox');
  const link = await screen.findByRole('link', { name: 'Open the blocked address' });
  expect(link.getAttribute('href')).toBe('/email/blocked-addresses?{"q":"anna@nord.example"}');
  unmount();
  show(<AddressOfUser warning={WARNING} />);
  expect(await screen.findByText(/Whoever may see the outbox/)).toBeDefined();
  expect(screen.queryByRole('link')).toBeNull();
});
