import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import type { SenderDomain } from '@/lib/api/types';
import { show } from '@/test/Render';
import { useServedMtaSts } from '../api/mta-sts';
import { useSenderDomain, useSenderDomainAlarms } from '../api/sender-domains';
import { Remove } from './Remove';

vi.mock('@tanstack/react-router', async (actual) => ({
  ...(await actual<object>()),
  useNavigate: () => vi.fn(),
}));
afterEach(() => vi.unstubAllGlobals());

test('who sends from a domain is named before it is taken out of use', async () => {
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/identities'))
      return Response.json({
        rows: [
          { address: 'sales@nord.example', archived_at: null },
          { address: 'old@nord.example', archived_at: '2026-01-01T00:00:00Z' },
          { address: 'sales@other.example', archived_at: null },
        ],
      });
    return Response.json({ kept_days: 400, addresses: ['post@nord.example', 'post@fjernnord.example'] });
  });
  const domain = { id: '3', name: 'nord.example', state: 'live' } as unknown as SenderDomain;
  show(
    <ConfirmProvider>
      <Remove domain={domain} />
    </ConfirmProvider>,
  );
  const line = await screen.findByText(/Used by post@nord\.example, sales@nord\.example: their mail/);
  expect(line.textContent).not.toContain('old@');
});

test('a domain that was never live is removed, and nobody is said to lose a signature', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ rows: [], addresses: ['post@nord.example'] }));
  const domain = { id: '3', name: 'nord.example', state: 'pending', switched_off_at: null };
  show(
    <ConfirmProvider>
      <Remove domain={domain as unknown as SenderDomain} />
    </ConfirmProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Remove nord.example?')).toBeDefined();
  expect(screen.queryByText(/Used by/)).toBeNull();
});

test('a domain that is gone is not asked for again while its page is still there', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`);
    if (request.method === 'DELETE') return new Response(null, { status: 204 });
    return Response.json({ rows: [], addresses: [], state: 'live' });
  });
  const domain = { id: '3', name: 'nord.example', state: 'live' } as unknown as SenderDomain;
  function Place() {
    useSenderDomain('3');
    useServedMtaSts('3');
    useSenderDomainAlarms(true);
    return <Remove domain={domain} />;
  }
  show(
    <ConfirmProvider>
      <Place />
    </ConfirmProvider>,
  );
  const counted = (request: string) => asked.filter((one) => one === request).length;
  await waitFor(() => expect(counted('GET /sender-domains/3/mta-sts')).toBe(1));
  fireEvent.click(screen.getByRole('button', { name: 'Take out of use' }));
  const question = await screen.findByRole('dialog');
  fireEvent.click(within(question).getByRole('button', { name: 'Take out of use' }));
  await waitFor(() => expect(counted('GET /sender-domains/alarms')).toBe(2));
  expect(counted('DELETE /sender-domains/3')).toBe(1);
  expect(counted('GET /sender-domains/3')).toBe(1);
  expect(counted('GET /sender-domains/3/mta-sts')).toBe(1);
});
