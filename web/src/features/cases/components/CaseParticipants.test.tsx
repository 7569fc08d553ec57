import { screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { AddressWarning, Case } from '@/lib/api/types';
import { show } from '@/test/Render';
import { CaseParticipants } from './CaseParticipants';

vi.mock('@/components/write/WriteTo', () => ({
  WriteLink: ({ address }: { address: string }): ReactNode => <span>{address}</span>,
}));

const warning: AddressWarning = {
  address: 'ola@b.no',
  scope: 'all',
  reason: 'hand',
  blocked_at: '2026-11-29T20:00:00Z',
  returns: 0,
  last_return_at: null,
  class: null,
  fault: null,
  words: '',
  trial: null,
};

test('a participant who is blocked has the sign with its reason, and nobody else has one', () => {
  const participants = [
    { address: 'ola@b.no', name: 'Ola', role: 'cc', warning },
    { address: 'per@b.no', name: 'Per', role: 'cc', warning: null },
  ];
  show(<CaseParticipants shown={{ id: '1', participants } as unknown as Case} />);
  const [sign, ...others] = screen.getAllByRole('button', { name: /blocked|Nothing is sent/i });
  expect(others).toEqual([]);
  expect(sign?.closest('li')?.textContent).toContain('ola@b.no');
  expect(sign?.getAttribute('aria-label')).toContain('ola@b.no');
});
