import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Outbox } from '@/lib/api/types';
import { show } from '@/test/Render';
import { SentStateDot } from './SentStateDot';

const MAIL = { state: 'queued', attempts: 0, held_at: null, planned_at: null } as unknown as Outbox;

test('whoever wrote a mail is told that all mail is stopped, and of one that is gone nothing but that', () => {
  const { unmount } = show(<SentStateDot mail={MAIL} kept="allStopped" />);
  expect(screen.getByText('All mail is stopped')).toBeDefined();
  unmount();
  show(<SentStateDot mail={{ ...MAIL, state: 'sent' }} kept="allStopped" />);
  expect(screen.queryByText('All mail is stopped')).toBeNull();
});
