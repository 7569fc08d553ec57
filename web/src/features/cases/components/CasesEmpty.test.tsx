import { screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { CasesEmpty } from './CasesEmpty';

const setup = { hasCases: false, mailbox: true, outgoing: false, users: false };
const found = vi.hoisted(() => ({ data: undefined as unknown, isPending: false }));

vi.mock('@/lib/requests/setup', () => ({ useSetup: () => found }));
vi.mock('@/lib/preferences/use-preference', () => ({ usePreference: () => [null, vi.fn()] }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, to }: { children: React.ReactNode; to: string }) => <a href={to}>{children}</a>,
}));

beforeEach(() => Object.assign(found, { data: setup, isPending: false }));

test('the guide stays until each step is done, and marks those that are', () => {
  show(<CasesEmpty mine={false} />, 'mailboxes', 'users');
  expect(screen.getByRole('heading', { name: 'Get started' })).toBeDefined();
  expect(screen.getAllByRole('link').map((link) => link.textContent?.includes('(Done)'))).toEqual([
    true,
    false,
    false,
  ]);
});

test('an organisation that had cases, or is set up, needs no guide', () => {
  for (const data of [
    { ...setup, hasCases: true },
    { ...setup, outgoing: true, users: true },
  ]) {
    found.data = data;
    show(<CasesEmpty mine={false} />, 'mailboxes').unmount();
    expect(screen.queryByRole('heading', { name: 'Get started' })).toBeNull();
  }
});

test('nothing is said before it is known, and who sets nothing up is not asked to', () => {
  Object.assign(found, { data: undefined, isPending: true });
  const waiting = show(<CasesEmpty mine={false} />, 'mailboxes');
  expect(screen.queryByText('No cases here')).toBeNull();
  waiting.unmount();
  show(<CasesEmpty mine={false} />, 'cases_all');
  expect(screen.getByText('No cases here')).toBeDefined();
});
