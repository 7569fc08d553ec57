import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { PastIncidents } from './PastIncidents';

afterEach(() => vi.unstubAllGlobals());

const CLOSED = {
  id: '7',
  provider: 'fjordnett.no',
  class: 'mailbox-unknown',
  words: '550 5.1.1 User unknown',
  state: 'confirmed',
  ours: false,
  blocked: { count: 19, more: false },
  held: { count: 2, more: false },
  failed: { count: 0, more: false },
  opened_at: '2026-11-28T09:00:00Z',
  closed_at: '2026-11-28T10:00:00Z',
  closed_by: '1',
};

test('refusals are counted, and where nobody counted them all it says so', async () => {
  const many = { ...CLOSED, id: '8', blocked: { count: 1000, more: true } };
  vi.stubGlobal('fetch', async (request: Request) =>
    Response.json(
      new URL(request.url).pathname.endsWith('/return-incidents') ? { rows: [CLOSED, many] } : [],
    ),
  );
  show(
    <ConfirmProvider>
      <PastIncidents />
    </ConfirmProvider>,
    'outbox',
  );
  expect(await screen.findByText(/· 21 refusals/)).toBeDefined();
  expect(screen.getByText(/more than 1,002 refusals/)).toBeDefined();
});
