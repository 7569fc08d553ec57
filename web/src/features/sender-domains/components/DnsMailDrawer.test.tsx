import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import type { SenderDomain } from '@/lib/api/types';
import { show } from '@/test/Render';
import { DnsMailDrawer } from './DnsMailDrawer';

const { navigate } = vi.hoisted(() => ({ navigate: vi.fn() }));
vi.mock('@tanstack/react-router', async (actual) => ({
  ...(await actual<object>()),
  useNavigate: () => navigate,
}));

const domain = { id: '3', name: 'nord.example', state: 'pending', keys: [], records: [] };

/** The API; answers what was kept as a draft, and under which keys. */
function serve() {
  const kept: unknown[] = [];
  const keys: (string | null)[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.endsWith('/drafts/new'))
      return Response.json({ name: 'mta-sts.nord.example', record: null });
    keys.push(searchParams.get('mail_key'));
    kept.push(await request.json());
    return Response.json({ version: 2, updated_at: '2026-03-01T10:00:00Z', overwrote: false, remarks: [] });
  });
  show(
    <ConfirmProvider>
      <DnsMailDrawer domain={domain as unknown as SenderDomain} onClose={() => undefined} />
    </ConfirmProvider>,
    'cases_all',
  );
  return { kept, keys };
}

afterEach(() => {
  vi.unstubAllGlobals();
  navigate.mockReset();
});

test('the mail is gone on with in the new mail, its recipients left open', async () => {
  const { kept, keys } = serve();
  fireEvent.click(await screen.findByRole('button', { name: 'Send from here' }));
  await waitFor(() => expect(kept).toHaveLength(1));
  expect(kept[0]).toMatchObject({ subject: 'DNS records for nord.example' });
  expect(kept[0]).not.toHaveProperty('to');
  const search = { mail: keys[0] };
  expect(search.mail).toMatch(/^[0-9a-f]{32}$/);
  await waitFor(() => expect(navigate).toHaveBeenCalledWith({ to: '/cases/start', search }));
});
