import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { PageIndex } from './PageIndex';

const at = vi.hoisted(() => ({ pathname: '' }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ to, children }: { to: string; children: ReactNode }) => (
    <a href={to} data-active={to === at.pathname || undefined}>
      {children}
    </a>
  ),
  useLocation: ({ select }: { select: (place: typeof at) => string }) => select(at),
}));

const seen: (string | null)[] = [];
const scroll = Element.prototype.scrollIntoView;
beforeEach(() => {
  seen.length = 0;
  Element.prototype.scrollIntoView = function shown(this: Element) {
    seen.push(this.textContent);
  };
});
afterEach(() => {
  Element.prototype.scrollIntoView = scroll;
});

const groups = [
  { label: 'People', parts: [{ to: '/settings/users', label: 'Users' }] },
  { label: 'Mail', parts: [{ to: '/settings/outgoing', label: 'Outgoing server' }] },
];

test('the part that is shown comes into sight among the others', () => {
  at.pathname = '/settings/outgoing';
  show(<PageIndex label="Settings" groups={groups} />);
  expect(screen.getByRole('link', { name: 'Users' })).toBeDefined();
  expect(seen).toEqual(['Outgoing server']);
});
