import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { OwnFailures } from './OwnFailures';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="/email/mailboxes">{children}</a>,
}));

/** The API, which has one mailbox; says so when it is let. */
function serve() {
  const asked: string[] = [];
  let answer = () => {};
  const told = new Promise<void>((resolve) => {
    answer = resolve;
  });
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(new URL(request.url).pathname);
    await told;
    return Response.json({ rows: [{ id: '1', address: 'Bo@acme.test' }], next: null, total: null });
  });
  return { asked, answer };
}

afterEach(() => vi.unstubAllGlobals());

test('whoever has a server of his own is told where its late failures go, and how they are seen here', async () => {
  const { asked, answer } = serve();
  answer();
  const { unmount } = show(<OwnFailures address="ada@acme.test" />);
  // Whether it is connected is not known to everybody: neither is claimed.
  const words = screen.getByText(/goes to ada@acme\.test/).textContent;
  expect(words).toMatch(/Ask whoever sets up mailboxes whether it is connected/);
  expect(screen.queryByRole('link')).toBeNull();
  expect(asked).toEqual([]);
  unmount();
  show(<OwnFailures address="ada@acme.test" />, 'mailboxes');
  expect(await screen.findByRole('link', { name: 'Connect it as a mailbox' })).toBeDefined();
});

test('of an address that is a mailbox here nothing is said, nor before that is known: its failures are seen', async () => {
  const { asked, answer } = serve();
  const { unmount } = show(<OwnFailures address="bo@acme.test" />, 'mailboxes');
  const { unmount: unmountOther } = show(<OwnFailures address="ada@acme.test" />, 'mailboxes');
  expect(screen.queryByRole('alert')).toBeNull();
  unmount();
  answer();
  // The other one is known by then.
  await screen.findByRole('alert');
  unmountOther();
  show(<OwnFailures address="bo@acme.test" />, 'mailboxes');
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2));
  expect(screen.queryByRole('alert')).toBeNull();
});
