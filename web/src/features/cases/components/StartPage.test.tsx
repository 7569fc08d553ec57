import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Draft } from '@/lib/api/types';
import { show } from '@/test/Render';
import { StartPage } from './StartPage';

const place = vi.hoisted(() => ({ search: {} as object, draft: null as unknown, dropped: [] as unknown[] }));

vi.mock('@tanstack/react-router', () => ({ useSearch: () => place.search }));
vi.mock('@/lib/requests/distribution-lists', () => ({
  useKnownLists: () => [{ id: '12', name: 'The board' }],
}));
vi.mock('../api/start-case', () => ({
  useSenders: () => ({ data: { rows: [{ mailbox_id: '1', address: 'post@a.no', name: null }] } }),
  useNewDraft: () => ({ data: place.draft, isFetched: true }),
  useDropNewDraft: () => ({
    isPending: false,
    error: null,
    mutate: (version: number, { onSuccess }: { onSuccess: () => void }) => {
      place.dropped.push(version);
      onSuccess();
    },
  }),
}));
vi.mock('./StartForm', () => ({
  StartForm: ({ begun, added }: { begun: Draft | null; added: string[] }) => (
    <p>{`form: ${begun?.subject ?? 'none'}, ${added.join(' ')}`}</p>
  ),
}));

const draft = {
  subject: 'Your meter',
  text: 'It is changed on Monday.',
  to: ['per@b.no'],
  cc: [],
  bcc: [],
  version: 5,
  updated_at: '2026-11-01T08:00:00Z',
};

beforeEach(() => {
  place.search = {};
  place.draft = null;
  place.dropped = [];
});

test('a link names whom a new mail goes to', () => {
  place.search = { to: ['kari@a.no'], list: '12' };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText('form: none, kari@a.no list:12')).toBeDefined();
});

test('a mail that was begun goes on where nobody else is named', () => {
  place.draft = draft;
  show(<StartPage />, 'cases_all');
  expect(screen.getByText(/^form: Your meter/)).toBeDefined();
  place.search = { to: ['PER@b.no'] };
  show(<StartPage />, 'cases_all');
  expect(screen.getAllByText(/^form: Your meter/)).toHaveLength(2);
});

test('its author is asked before somebody is added to a mail that was begun', () => {
  place.draft = draft;
  place.search = { to: ['kari@a.no'], list: '12' };
  show(<StartPage />, 'cases_all');
  expect(screen.queryByText(/^form/)).toBeNull();
  expect(screen.getByText('Your meter')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Go on with it and add kari@a.no, The board' }));
  expect(screen.getByText('form: Your meter, kari@a.no list:12')).toBeDefined();
  expect(place.dropped).toEqual([]);
});

test('begun anew, the other mail is thrown away first', async () => {
  place.draft = draft;
  place.search = { to: ['kari@a.no'] };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText(/thrown away/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Begin a new one to kari@a.no' }));
  await waitFor(() => expect(screen.getByText('form: none, kari@a.no')).toBeDefined());
  expect(place.dropped).toEqual([5]);
});
