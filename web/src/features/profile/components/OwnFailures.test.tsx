import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { OwnFailures } from './OwnFailures';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="/email/mailboxes">{children}</a>,
}));
vi.mock('@/lib/requests/mailbox-names', () => ({
  useMailboxNames: (enabled: boolean) => (enabled ? [{ id: '1', address: 'Bo@acme.test' }] : []),
}));

test('whoever has a server of his own is told where its late failures go, and how they are seen here', () => {
  const { unmount } = show(<OwnFailures address="ada@acme.test" />);
  expect(screen.getByText(/goes to ada@acme\.test/).textContent).toMatch(/Ask whoever sets up mailboxes/);
  expect(screen.queryByRole('link')).toBeNull();
  unmount();
  show(<OwnFailures address="ada@acme.test" />, 'mailboxes');
  expect(screen.getByRole('link', { name: 'Connect it as a mailbox' })).toBeDefined();
});

test('of an address that is a mailbox here nothing is said: its failures are seen', () => {
  show(<OwnFailures address="bo@acme.test" />, 'mailboxes');
  expect(screen.queryByRole('alert')).toBeNull();
});
