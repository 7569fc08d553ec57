import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Case, Message } from '@/lib/api/types';
import { show } from '@/test/Render';
import { FailureGroup } from './FailureGroup';

const meaning = { by_server: true, class: 'mailbox-unknown', cause: null, of_relay: false };
const entry = (id: number, recipient_state: string) =>
  ({
    id: String(id),
    class: 'delivery_failure',
    direction: 'comment',
    outbox_id: '7',
    removed: null,
    subject: 'New prices',
    text: '550 5.1.1 nobody here',
    to: [{ name: null, address: `k${id}@kunde.example` }],
    created_at: '2026-11-29T20:00:00Z',
    delivery: { state: 'failed', binned: false },
    recipient_state,
    meaning,
    failure: null,
    links: [],
    attachments: [],
  }) as unknown as Message;
const mail = { id: '1', direction: 'sent', class: 'person', outbox_id: '7' } as unknown as Message;

afterEach(() => vi.unstubAllGlobals());

test('a mail that did not reach many is one card, which tries all who are left with the mail itself', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    if (request.url.endsWith('/addresses/check')) return Response.json({ rows: [] });
    return new Response(null, { status: 204 });
  });
  const entries = [entry(2, 'failed'), entry(3, 'sent'), entry(4, 'failed'), entry(5, 'failed')];
  const shown = { id: '9', messages: [mail, ...entries], log: [] } as unknown as Case;
  show(<FailureGroup shown={shown} entries={entries} onWrite={vi.fn()} />);
  expect(screen.getByText('Did not reach 4 recipients')).toBeDefined();
  expect(screen.getByText('3 of them have still not been reached.')).toBeDefined();
  expect(screen.getByText('It has arrived since.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Try all 3 addresses again' }));
  await waitFor(() => expect(asked).toContain('POST /api/v1/cases/9/messages/1/send-again'));
  expect(screen.queryByText('Did not reach k2@kunde.example')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show each by itself' }));
  expect(screen.getByText('Did not reach k2@kunde.example')).toBeDefined();
});

test('whoever got it at the right address since is not tried again, and two clicks try the others once', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.endsWith('/addresses/check')) return Response.json({ rows: [] });
    asked.push(new URL(request.url).pathname);
    return new Response(null, { status: 204 });
  });
  const entries = [entry(2, 'failed'), entry(3, 'failed'), entry(4, 'failed'), entry(5, 'failed')];
  const anew = {
    id: '6',
    direction: 'sent',
    class: 'person',
    outbox_id: '8',
    text: 'Hello',
    to: [{ name: null, address: 'k22@kunde.example' }],
    cc: [],
    bcc: [],
    created_at: '2026-11-29T20:05:00Z',
    delivery: { state: 'sent' },
  } as unknown as Message;
  const params = { from: 'k2@kunde.example', to: 'k22@kunde.example' };
  const log = [{ what: 'corrected', at: '2026-11-29T20:01:00Z', params }];
  const old = { ...mail, text: 'Hello', to: [], cc: [], bcc: [] };
  const shown = { id: '9', messages: [old, ...entries, anew], log } as unknown as Case;
  show(<FailureGroup shown={shown} entries={entries} onWrite={vi.fn()} />);
  const button = screen.getByRole('button', { name: 'Try all 3 addresses again' });
  fireEvent.click(button);
  fireEvent.click(button);
  const again = (mid: number) => `/api/v1/cases/9/messages/${mid}/send-again`;
  await waitFor(() => expect(asked).toEqual([again(3), again(4), again(5)]));
});
