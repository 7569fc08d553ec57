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

/** The API with this first mail begun; answers what was asked of the draft. */
function serve(begun: object | null) {
  const kept: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (!path.endsWith('/drafts/new')) return Response.json({ name: 'mta-sts.nord.example', record: null });
    if (request.method === 'GET') return Response.json(begun);
    kept.push(await request.json());
    return Response.json({ version: 2, updated_at: '2026-03-01T10:00:00Z', overwrote: false, remarks: [] });
  });
  show(
    <ConfirmProvider>
      <DnsMailDrawer domain={domain as unknown as SenderDomain} onClose={() => undefined} />
    </ConfirmProvider>,
    'cases_all',
  );
  return kept;
}

afterEach(() => {
  vi.unstubAllGlobals();
  navigate.mockReset();
});

test('the mail is gone on with in the new mail, its recipients left open', async () => {
  const kept = serve(null);
  fireEvent.click(await screen.findByRole('button', { name: 'Send from here' }));
  await waitFor(() => expect(kept).toHaveLength(1));
  expect(kept[0]).toMatchObject({ subject: 'DNS records for nord.example', seen_version: null });
  expect(kept[0]).not.toHaveProperty('to');
  await waitFor(() => expect(navigate).toHaveBeenCalledWith({ to: '/cases/start' }));
});

test('a mail that was begun is replaced after a question alone', async () => {
  const kept = serve({ version: 1 });
  fireEvent.click(await screen.findByRole('button', { name: 'Send from here' }));
  const replace = await screen.findByRole('button', { name: 'Replace the draft' });
  expect(kept).toHaveLength(0);
  fireEvent.click(replace);
  await waitFor(() => expect(kept).toHaveLength(1));
  expect(kept[0]).toMatchObject({ seen_version: 1 });
});
