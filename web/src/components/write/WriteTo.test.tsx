import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { WriteButton, WriteLink } from './WriteTo';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ to, search, children }: { to: string; search: object; children: ReactNode }) => (
    <a href={`${to}?${JSON.stringify(search)}`}>{children}</a>
  ),
}));

test('an address leads to a new mail here, and to no other program', () => {
  show(<WriteLink address="kari@a.no" />, 'cases_own');
  const link = screen.getByRole('link', { name: 'kari@a.no' });
  expect(link.getAttribute('href')).toBe('/cases/start?{"to":["kari@a.no"]}');
});

test('whoever may not write sees the address alone, and what is no address leads nowhere', () => {
  show(<WriteLink address="kari@a.no" />, 'mailboxes');
  show(<WriteLink address="undisclosed" />, 'cases_all');
  show(<WriteButton to={['kari@a.no']} />, 'mailboxes');
  show(<WriteButton to={[]} />, 'cases_all');
  expect(screen.getByText('kari@a.no')).toBeDefined();
  expect(screen.getByText('undisclosed')).toBeDefined();
  expect(screen.queryByRole('link')).toBeNull();
});

test('a distribution list is written to by its id', () => {
  show(<WriteButton list="12" />, 'cases_all');
  expect(screen.getByRole('link', { name: 'Write a mail' }).getAttribute('href')).toBe(
    '/cases/start?{"list":"12"}',
  );
});
