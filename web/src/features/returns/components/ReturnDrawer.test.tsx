import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { ReturnToReview } from '@/lib/api/types';
import { show } from '@/test/Render';
import { ReturnDrawer } from './ReturnDrawer';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: string }) => <span>{children}</span>,
}));

const AT = '2026-03-01T10:00:00Z';
const ROW = {
  id: '7',
  address: 'kari@kunde.example',
  at: AT,
  source: 'report',
  class: 'mailbox-unknown',
  fault: 'address',
  cause: null,
  kind: 'hard',
  confidence: 'high',
  rule: 'user-unknown',
  rules: 'address/2',
  matched: 'user unknown',
  words: '550 5.1.1 user unknown',
  host: null,
  new_address: null,
  effect: 'none',
  outbox_id: null,
  intake_id: null,
  reviewed_at: null,
  reviewed_by: null,
  matched_by: null,
  proposed: { outbox_id: '82', subject: 'The offer', at: AT, only: true },
  recipients: [],
  settled: null,
} as unknown as ReturnToReview;
const MATCHED: ReturnToReview = {
  ...ROW,
  outbox_id: '82',
  reviewed_at: AT,
  reviewed_by: '1',
  matched_by: '1',
  proposed: null,
};

/** The API; notes what was asked. */
function serve() {
  const asked: [string, unknown][] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method === 'GET') return Response.json({ rows: [] });
    asked.push([`${request.method} ${pathname}`, await request.json()]);
    return new Response(null, { status: 204 });
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test('one press accepts the mail that is proposed, beside which stands what follows', async () => {
  const asked = serve();
  const closed = vi.fn();
  show(<ReturnDrawer row={ROW} onRule={undefined} onClose={closed} />, 'outbox');
  expect(
    await screen.findByText(/“The offer” to kari@kunde.example then counts as not delivered/),
  ).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'It is about this mail' }));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  expect(asked).toEqual([['POST /api/v1/returns/7/match', { outbox_id: '82' }]]);
});

test('what was matched is taken back from its entry, however long ago that was', async () => {
  const asked = serve();
  const closed = vi.fn();
  show(<ReturnDrawer row={MATCHED} onRule={undefined} onClose={closed} />, 'outbox');
  expect(await screen.findByText('Matched to its mail by hand')).toBeDefined();
  expect(screen.queryByText('No rule knows these words')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'It is not about this mail' }));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  const body = { outbox_id: '82', address: 'kari@kunde.example', complaint: false };
  expect(asked).toEqual([['POST /api/v1/returns/unmatch', body]]);
});

test('a complaint is taken back as one, whatever else was matched to its mail', async () => {
  const asked = serve();
  const closed = vi.fn();
  const row: ReturnToReview = { ...MATCHED, source: 'complaint', class: 'complaint' };
  show(<ReturnDrawer row={row} onRule={undefined} onClose={closed} />, 'outbox');
  fireEvent.click(await screen.findByRole('button', { name: 'It is not about this mail' }));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  const body = { outbox_id: '82', address: 'kari@kunde.example', complaint: true };
  expect(asked).toEqual([['POST /api/v1/returns/unmatch', body]]);
});

test('what a server said itself nobody takes back', async () => {
  serve();
  show(
    <ReturnDrawer row={{ ...MATCHED, matched_by: null }} onRule={undefined} onClose={() => {}} />,
    'outbox',
  );
  expect(await screen.findByText('kari@kunde.example')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'It is not about this mail' })).toBeNull();
});

test('of a complaint that somebody settled since, who did it and why stands beside the proposal', async () => {
  serve();
  const settled = {
    at: AT,
    by: '1',
    by_name: 'Ada',
    deed: 'cleared',
    scope: null,
    reason: null,
    note: 'Consent of 1 May',
    outbox_id: null,
  };
  show(<ReturnDrawer row={{ ...ROW, settled }} onRule={undefined} onClose={vi.fn()} />, 'outbox');
  expect(await screen.findByText('This complaint no longer counts')).toBeDefined();
  expect(screen.getByText(/Ada unblocked kari@kunde.example/)).toBeDefined();
  expect(screen.getByText('“Consent of 1 May”')).toBeDefined();
  expect(screen.getByText('Belongs to no mail of ours, and no longer counts')).toBeDefined();
});

const NAMELESS: ReturnToReview = {
  ...ROW,
  address: null,
  outbox_id: '82',
  class: 'unclassified',
  recipients: ['kari@kunde.example', 'ola@kunde.example'],
};

test('of a report that names nobody, one says whom of its mail it is about', async () => {
  const asked = serve();
  const closed = vi.fn();
  show(<ReturnDrawer row={NAMELESS} onRule={() => {}} onClose={closed} />, 'outbox');
  expect(await screen.findByText('The report does not say for whom')).toBeDefined();
  // A rule says what words mean, and not for whom.
  expect(screen.queryByRole('button', { name: 'Make a rule' })).toBeNull();
  const accept = () => screen.getByRole<HTMLButtonElement>('button', { name: 'It is about this recipient' });
  expect(accept().disabled).toBe(true);
  fireEvent.click(screen.getByRole('combobox', { name: 'Who did not get it?' }));
  fireEvent.click(await screen.findByRole('option', { name: 'ola@kunde.example' }));
  expect(screen.getByText(/“The offer” to ola@kunde.example then counts as not delivered/)).toBeDefined();
  fireEvent.click(accept());
  await waitFor(() => expect(closed).toHaveBeenCalled());
  const body = { outbox_id: '82', address: 'ola@kunde.example' };
  expect(asked).toEqual([['POST /api/v1/returns/7/match', body]]);
});

test('of a report that names neither a mail nor anybody nothing can be said but that somebody looked', async () => {
  serve();
  const row = { ...NAMELESS, outbox_id: null, proposed: null, recipients: [] };
  show(<ReturnDrawer row={row} onRule={undefined} onClose={() => {}} />, 'outbox');
  expect(await screen.findByText('One of the recipients')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'It is about this recipient' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Done' })).toBeDefined();
});

test('of a report that names nobody no fault and no consequence are told, which nobody has judged yet', async () => {
  serve();
  const { unmount } = show(<ReturnDrawer row={ROW} onRule={undefined} onClose={() => {}} />);
  expect(await screen.findByText(/^Whose fault/)).toBeDefined();
  unmount();
  show(<ReturnDrawer row={NAMELESS} onRule={undefined} onClose={() => {}} />);
  expect(await screen.findByText('550 5.1.1 user unknown')).toBeDefined();
  expect(screen.queryByText(/^Whose fault/)).toBeNull();
  expect(screen.queryByText('Belongs to no mail of ours, and no longer counts')).toBeNull();
});
