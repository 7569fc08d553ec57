import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Message } from '@/lib/api/types';
import { show } from '@/test/Render';
import { PlannedBar } from './PlannedBar';

const message = (given: object) =>
  ({
    id: '7',
    delivery: {
      state: 'queued',
      planned_at: new Date(Date.now() + 86_400_000).toISOString(),
      cancel_if_answered: false,
      held: false,
      domain_held: false,
      can_be_taken_back: true,
      ...given,
    },
  }) as unknown as Message;

test('a planned mail is moved and taken back also while mail to its domain is stopped', () => {
  show(<PlannedBar caseId="9" message={message({ domain_held: true })} />);
  expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual([
    'Change the time',
    'Send at once',
    'Take back',
  ]);
});

test('what a person stopped is let go by him first', () => {
  show(<PlannedBar caseId="9" message={message({ held: true })} />);
  expect(screen.queryByRole('button')).toBeNull();
});
