import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { SenderDomain } from '@/lib/api/types';
import { show } from '@/test/Render';
import { NoReports } from './NoReports';

const domain = (reports_to: string | null) =>
  ({ id: '3', name: 'nord.example', dmarc_policy: 'none', reports_to }) as unknown as SenderDomain;

/** The API, with these mailboxes; what was chosen. */
function serve(addresses: string[]) {
  const chosen: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json({ kept_days: 400, addresses });
    chosen.push(await request.json());
    return Response.json(domain(addresses[0] ?? null));
  });
  return chosen;
}

afterEach(() => vi.unstubAllGlobals());

test('where no mailbox lies in the domain one of another is proposed, and that it has to consent', async () => {
  const chosen = serve(['post@firm.example']);
  show(<NoReports domain={domain(null)} />);
  expect(screen.getByText(/No record asks other servers for reports/)).toBeDefined();
  const button = await screen.findByRole('button', { name: 'Have reports sent to post@firm.example' });
  expect(screen.getByText(/lies in another domain/)).toBeDefined();
  fireEvent.click(button);
  await waitFor(() => expect(chosen).toEqual([{ dmarc_policy: 'none', reports_to: 'post@firm.example' }]));
});

test('where reports go somewhere nothing is said', () => {
  serve([]);
  show(<NoReports domain={domain('post@nord.example')} />);
  expect(screen.queryByText(/No record asks/)).toBeNull();
});
