import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { PersonDrawer } from './PersonDrawer';

const HISTORY = [
  {
    at: '2026-11-28T10:00:00Z',
    words: '550 5.1.1 no such user',
    mailing: null,
  },
];

/** A server with one person, who counts how often he was changed. */
function serve(asked: { body: unknown }[]) {
  const tor = {
    id: '7',
    name: 'Tor',
    addresses: ['tor@wrong.no'],
    phone: '',
    language: null,
    company_id: null,
    company_name: null,
    former: false,
    version: 1,
    warnings: [],
  };
  const card = () => ({
    accepted_returns: 5,
    lists: [],
    joined: [],
    addresses: tor.addresses.map((address) => ({
      address,
      standing: null,
      trial: null,
      history: address === 'tor@wrong.no' ? HISTORY : [],
      changes: [],
    })),
  });
  const answer = async (request: Request) => {
    if (request.method === 'PATCH') {
      const body = (await request.json()) as { seen_version: number };
      asked.push({ body });
      if (body.seen_version !== tor.version) return Response.json({ code: 'x' }, { status: 409 });
      Object.assign(tor, body, { version: tor.version + 1 });
    }
    if (request.url.endsWith('/card')) return Response.json(card());
    if (request.url.endsWith('/persons/7')) return Response.json({ ...tor, addresses: [...tor.addresses] });
    return Response.json({ rows: [], next: null });
  };
  vi.stubGlobal('fetch', vi.fn(answer));
}

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  Link: ({ children }: { children: unknown }) => children,
}));
vi.mock('@/components/write/WriteTo', () => ({ WriteButton: () => null }));
vi.mock('@/components/address/ReturnsOfAddress', () => ({ ReturnsOfAddress: () => null }));
vi.mock('./CasesOf', () => ({ CasesOf: () => null }));
vi.mock('./JoinWith', () => ({ JoinWith: () => null }));

afterEach(() => vi.unstubAllGlobals());

test('an address that is corrected on the card stays so at the next save, which is no other change', async () => {
  const asked: { body: unknown }[] = [];
  serve(asked);
  const closed = vi.fn();
  show(<PersonDrawer id="7" onClose={closed} />);
  fireEvent.click(await screen.findByLabelText('Has left'));
  fireEvent.click(await screen.findByRole('button', { name: 'Correct the address' }));
  fireEvent.change(await screen.findByLabelText(/right address/i), { target: { value: 'tor@right.no' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save the address' }));
  await waitFor(() => expect(screen.getByDisplayValue('tor@right.no')).toBeDefined());
  expect(closed).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  expect(asked.at(-1)?.body).toMatchObject({ addresses: ['tor@right.no'], former: true, seen_version: 2 });
});
