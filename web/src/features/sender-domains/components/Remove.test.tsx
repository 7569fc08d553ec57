import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import type { SenderDomain } from '@/lib/api/types';
import { show } from '@/test/Render';
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
