import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '@/lib/api/client';
import { SessionProvider } from '@/lib/session/SessionContext';
import { sessionWith } from '@/test/Render';
import { OauthReturn } from './OauthReturn';

vi.mock('@tanstack/react-router', () => ({
  useParams: () => ({ provider: 'microsoft' }),
  useNavigate: () => vi.fn(),
  Link: ({ to, children }: { to: string; children: ReactNode }) => <a href={to}>{children}</a>,
}));
vi.mock('@/lib/requests/oauth', () => ({ useOauthRefresh: () => vi.fn() }));

const post = vi.spyOn(api, 'POST');
const client = new QueryClient();

beforeEach(() => {
  sessionStorage.clear();
  client.clear();
  post.mockClear();
  post.mockRejectedValue(new Error('refused'));
});

const page = () =>
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <SessionProvider session={sessionWith('mailboxes')}>
          <OauthReturn />
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );

test('whoever is refused by a provider finds back to where he began', async () => {
  sessionStorage.setItem('posthus.oauth.began', '/settings/outgoing?open=7');
  page();
  const back = await screen.findByRole('link', { name: 'Back to where you began' });
  expect(back.getAttribute('href')).toBe('/settings/outgoing?open=7');
});

test('a place that is not ours is not gone to', async () => {
  sessionStorage.setItem('posthus.oauth.began', '//elsewhere.example/');
  page();
  expect((await screen.findByRole('link')).getAttribute('href')).toBe('/email/mailboxes');
});

test('a sign-in is finished once, also where the page is opened again', async () => {
  const { unmount } = page();
  await screen.findByRole('link');
  unmount();
  page();
  await screen.findByRole('link');
  expect(post).toHaveBeenCalledTimes(1);
});
