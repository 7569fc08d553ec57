import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { BegunNotice } from './BegunNotice';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ to, ...props }: { to: string }) => <a href={to} {...props} />,
}));

test('a mail that was begun says so, and another is begun beside it', () => {
  show(<BegunNotice at="2026-11-01T08:00:00Z" />);
  expect(screen.getByRole('status').textContent).toMatch(/you have begun, last changed 1 November 2026/);
  expect(screen.getByRole('link', { name: 'Begin a new one' }).getAttribute('href')).toBe('/cases/start');
});
