import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Identity } from '@/lib/api/types';
import { show } from '@/test/Render';
import { SenderDrawer } from './SenderDrawer';

const SAVED = {
  id: '7',
  address: 'press@acme.test',
  display_name: 'Press',
  answers_to: 'mailbox',
  answers_address: null,
  of_new: '',
  of_new_html: null,
  of_reply: '',
  of_reply_html: null,
  copy_to: [],
  category_ids: [],
  updated_at: '2026-03-01T10:00:00Z',
  version: 5,
  archived_at: null,
} as Identity;

vi.mock('@/components/sender-check/SenderNote', () => ({ SenderNote: () => null }));
vi.mock('@/components/template/SignatureField', () => ({ SignatureField: () => null }));

afterEach(() => vi.unstubAllGlobals());

test('what somebody else changed since the form was opened is written over only by whoever knows of it', async () => {
  const asked: unknown[] = [];
  const answer = async (request: Request) => {
    if (request.method !== 'PATCH') return Response.json({ rows: [] });
    const body = (await request.json()) as { seen_version: number };
    asked.push(body);
    if (body.seen_version === 8) return Response.json({ ...SAVED, remarks: [] });
    const params = { by: 'Bo', version: '8' };
    return Response.json({ code: 'identity.changed_meanwhile', detail: 'x', params }, { status: 409 });
  };
  vi.stubGlobal('fetch', vi.fn(answer));
  const closed = vi.fn();
  show(<SenderDrawer saved={SAVED} onClose={closed} />);
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'The press desk' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/^Bo changed this sender since you opened it/)).toBeDefined();
  expect(closed).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Save all the same' }));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  expect(asked).toMatchObject([
    { display_name: 'The press desk', seen_version: 5 },
    { display_name: 'The press desk', seen_version: 8 },
  ]);
});

test('which templates are from a sender that is archived stands beside the button that saves it', async () => {
  const rows = [{ id: '1', name: 'Press release', identity_id: '7' }];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (request: Request) =>
      Response.json({ rows: request.url.includes('/templates') ? rows : [] }),
    ),
  );
  show(<SenderDrawer saved={SAVED} onClose={() => {}} />);
  fireEvent.click(screen.getByRole('switch', { name: /Archived/ }));
  const told = await screen.findByText(/sent from this address: Press release/);
  const save = screen.getByRole('button', { name: 'Save' });
  const fields = screen.getByRole('switch', { name: /Archived/ }).closest('form > div');
  expect(fields?.contains(told), 'it scrolls away with no field').toBe(false);
  expect(told.closest('form')?.contains(save)).toBe(true);
});
