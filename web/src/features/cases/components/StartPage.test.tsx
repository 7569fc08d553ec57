import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { ApiProblem } from '@/lib/api/problem';
import type { Draft } from '@/lib/api/types';
import { show } from '@/test/Render';
import { StartPage } from './StartPage';

const place = vi.hoisted(() => ({
  search: {} as object,
  draft: null as unknown,
  /** Whether the server does not say what was begun. */
  isSilent: false,
  asked: 0,
  dropped: [] as unknown[],
  refusal: null as unknown,
}));

vi.mock('@tanstack/react-router', () => ({ useSearch: () => place.search }));
vi.mock('@/lib/requests/distribution-lists', () => ({
  useKnownLists: () => [{ id: '12', name: 'The board' }],
}));
vi.mock('../api/start-case', () => ({
  useSenders: () => ({ data: { rows: [{ mailbox_id: '1', address: 'post@a.no', name: null }] } }),
  useNewDraft: () => ({
    data: place.isSilent ? undefined : place.draft,
    isFetched: true,
    isError: place.isSilent,
    error: place.isSilent ? new ApiProblem({ status: 0, code: 'offline', detail: '' }) : null,
    refetch: () => place.asked++,
  }),
  useDropNewDraft: () => ({
    isPending: false,
    error: place.refusal,
    mutate: (version: number, { onSuccess }: { onSuccess: () => void }) => {
      place.dropped.push(version);
      if (!place.refusal) onSuccess();
    },
  }),
}));
vi.mock('./StartForm', () => ({
  StartForm: ({ begun, added, isChosen }: { begun: Draft | null; added: string[]; isChosen: boolean }) => (
    <p data-chosen={isChosen}>{`form: ${begun?.subject ?? 'none'}, ${added.join(' ')}`}</p>
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
  place.isSilent = false;
  place.asked = 0;
  place.dropped = [];
  place.refusal = null;
});

const page = () => (
  <ConfirmProvider>
    <StartPage />
  </ConfirmProvider>
);

/** Shows the page, and again after something changed. */
function open() {
  const client = new QueryClient();
  const within = () => (
    <MantineProvider env="test">
      <QueryClientProvider client={client}>{page()}</QueryClientProvider>
    </MantineProvider>
  );
  const { rerender } = render(within());
  return () => rerender(within());
}

test('a link names whom a new mail goes to', () => {
  place.search = { to: ['kari@a.no'], list: '12' };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText('form: none, kari@a.no list:12')).toBeDefined();
});

test('a mail that was begun goes on where nobody else is named', () => {
  place.draft = draft;
  show(<StartPage />, 'cases_all');
  // Nobody asked its author, so it says itself which mail it is.
  expect(screen.getByText(/^form: Your meter/).dataset.chosen).toBe('false');
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
  expect(screen.getByText('form: Your meter, kari@a.no list:12').dataset.chosen).toBe('true');
  // The button is gone; the keyboard goes on with the mail.
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'New mail' }));
  expect(place.dropped).toEqual([]);
});

test('it goes on without them too, and stays as it stands then', () => {
  place.draft = draft;
  place.search = { to: ['kari@a.no'] };
  const again = open();
  fireEvent.click(screen.getByRole('button', { name: 'Go on without adding anybody' }));
  expect(screen.getByText('form: Your meter,')).toBeDefined();
  // What it keeps itself is read again, and is asked of nobody.
  place.draft = { ...draft, subject: 'Your new meter', version: 6 };
  again();
  expect(screen.getByText('form: Your meter,')).toBeDefined();
});

test('New mail on the question goes on with what was begun, and another link asks of another', () => {
  place.draft = draft;
  place.search = { to: ['kari@a.no'] };
  const again = open();
  place.search = { to: ['ola@c.no'] };
  again();
  expect(screen.getByRole('button', { name: 'Go on with it and add ola@c.no' })).toBeDefined();
  place.search = {};
  again();
  expect(screen.getByText('form: Your meter,')).toBeDefined();
});

test('begun anew, the other mail is thrown away first, after a question', async () => {
  place.draft = draft;
  place.search = { to: ['kari@a.no'] };
  show(page(), 'cases_all');
  expect(screen.getByText(/thrown away/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Begin a new one to kari@a.no' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull());
  expect(place.dropped).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Begin a new one to kari@a.no' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Throw away and begin anew' }));
  await waitFor(() => expect(screen.getByText('form: none, kari@a.no')).toBeDefined());
  expect(place.dropped).toEqual([5]);
});

test('begun anew, it goes to all whom the link names, also to those of the other mail', async () => {
  place.draft = draft;
  place.search = { to: ['Per@b.no', 'kari@a.no'] };
  show(page(), 'cases_all');
  expect(screen.getByRole('button', { name: 'Go on with it and add kari@a.no' })).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Begin a new one to Per@b.no, kari@a.no' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Throw away and begin anew' }));
  await waitFor(() => expect(screen.getByText('form: none, Per@b.no kari@a.no')).toBeDefined());
});

test('a mail that was changed meanwhile is shown before it is thrown away', async () => {
  place.draft = draft;
  place.search = { to: ['kari@a.no'] };
  const again = open();
  place.refusal = new ApiProblem({ status: 409, code: 'draft.changed', detail: '' });
  fireEvent.click(screen.getByRole('button', { name: 'Begin a new one to kari@a.no' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Throw away and begin anew' }));
  await waitFor(() => expect(place.dropped).toEqual([5]));
  place.draft = { ...draft, subject: 'Your new meter', version: 7 };
  again();
  expect(screen.getByText('Your new meter')).toBeDefined();
  expect(screen.getByRole('alert').textContent).toContain('another window');
  place.refusal = null;
  again();
  fireEvent.click(screen.getByRole('button', { name: 'Begin a new one to kari@a.no' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Throw away and begin anew' }));
  await waitFor(() => expect(screen.getByText('form: none, kari@a.no')).toBeDefined());
  expect(place.dropped).toEqual([5, 7]);
});

test('where the server does not say what was begun, nothing is written over it', () => {
  place.isSilent = true;
  show(<StartPage />, 'cases_all');
  expect(screen.queryByText(/^form/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(place.asked).toBe(1);
});
