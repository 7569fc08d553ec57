import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import type { Draft } from '@/lib/api/types';
import { KEYLESS } from '@/lib/mail/send-key';
import { show } from '@/test/Render';
import { StartPage } from './StartPage';

const place = vi.hoisted(() => ({
  search: {} as { mail?: string; to?: string[]; list?: string },
  /** What was begun, by the names. */
  drafts: {} as Record<string, unknown>,
  /** Whether the server does not say what was begun. */
  isSilent: false,
  asked: 0,
  lost: undefined as string | undefined,
  named: [] as { mail?: string; to?: string[] }[],
}));

vi.mock('@tanstack/react-router', () => ({
  useSearch: () => place.search,
  Navigate: ({ search }: { search: { mail?: string } }) => {
    place.named.push(search);
    return null;
  },
}));
vi.mock('../api/start-case', () => ({
  useSenders: () => ({ data: { rows: [{ mailbox_id: '1', address: 'post@a.no', name: null }] } }),
  useNewDraft: (name: string) => ({
    data: place.isSilent ? undefined : (place.drafts[name] ?? null),
    isError: place.isSilent,
    error: place.isSilent ? new ApiProblem({ status: 0, code: 'offline', detail: '' }) : null,
    refetch: () => place.asked++,
  }),
}));
vi.mock('../lost-mails', () => ({ lostMail: (name: string) => (name === place.lost ? {} : undefined) }));
vi.mock('./StartForm', () => ({
  StartForm: ({ name, begun, asked }: { name: string; begun: Draft | null; asked: string[] }) => (
    <p>{`form ${name.slice(0, 2)}: ${begun?.subject ?? 'none'}, ${asked.join(' ')}`}</p>
  ),
}));

const [one, other] = ['a1'.repeat(16), 'b2'.repeat(16)];

beforeEach(() => {
  place.search = {};
  place.drafts = {};
  place.isSilent = false;
  place.asked = 0;
  place.lost = undefined;
  place.named = [];
});

test('a new mail gets a name of its own, and keeps whom the link names', () => {
  place.search = { to: ['kari@a.no'] };
  show(<StartPage />, 'cases_all');
  expect(screen.queryByText(/^form/)).toBeNull();
  expect(place.named[0]?.to).toEqual(['kari@a.no']);
  expect(place.named[0]?.mail).toMatch(/^[0-9a-f]{32}$/);
  show(<StartPage />, 'cases_all');
  expect(place.named.at(-1)?.mail).not.toBe(place.named[0]?.mail);
});

test('a link names whom a new mail goes to', () => {
  place.search = { mail: one, to: ['kari@a.no'], list: '12' };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText('form a1: none, kari@a.no list:12')).toBeDefined();
});

test('each mail that was begun goes on under its name, and nobody asks to throw another away', () => {
  place.drafts = { [one]: { subject: 'Your meter' }, [other]: { subject: 'Your bill' } };
  place.search = { mail: one };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText(/^form a1: Your meter/)).toBeDefined();
  place.search = { mail: other };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText(/^form b2: Your bill/)).toBeDefined();
});

test('one that was begun without a key is found, too', () => {
  place.drafts = { [KEYLESS]: { subject: 'Your meter' } };
  place.search = { mail: KEYLESS };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText(/Your meter/)).toBeDefined();
});

test('where the server does not say what was begun, nothing is written over it', () => {
  place.isSilent = true;
  place.search = { mail: one };
  show(<StartPage />, 'cases_all');
  expect(screen.queryByText(/^form/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(place.asked).toBe(1);
});

test('what could not be kept yet stands there without the server, also when it is kept', () => {
  place.isSilent = true;
  place.lost = one;
  place.search = { mail: one };
  show(<StartPage />, 'cases_all');
  expect(screen.getByText(/^form a1/)).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
