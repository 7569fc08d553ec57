import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { OutboxDetail } from '@/lib/api/types';
import { show } from '@/test/Render';
import { OutboxButtons } from './OutboxButtons';

vi.mock('./AnotherWay', () => ({ AnotherWay: () => null }));
// Nothing else is known yet.
vi.stubGlobal('fetch', () => new Promise(() => undefined));

const of = (rule: string) =>
  ({
    id: '1',
    state: 'queued',
    attempts: 2,
    deleted_at: null,
    held_at: null,
    held_for: [],
    case_id: null,
    way_kept: null,
    waits: [{ rule }],
  }) as unknown as OutboxDetail;

test('a mail that waits can be tried at once, but not while all mail is stopped', () => {
  const { unmount } = show(<OutboxButtons mail={of('silent')} onGone={() => undefined} />, 'outbox');
  expect(screen.getByRole('button', { name: 'Try now' })).toBeDefined();
  unmount();
  for (const rule of ['stopped', 'stopped_by_operator']) {
    const { unmount } = show(<OutboxButtons mail={of(rule)} onGone={() => undefined} />, 'outbox');
    expect(screen.queryByRole('button', { name: 'Try now' })).toBeNull();
    unmount();
  }
});
