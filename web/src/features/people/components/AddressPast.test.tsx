import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { PersonAddress } from '@/lib/api/types';
import { show } from '@/test/Render';
import { AddressPast } from './AddressPast';

const standing = {
  id: '7',
  blocked_at: '2026-11-01T09:00:00Z',
  scope: 'all',
  reason: 'returned',
  class: 'mailbox-unknown',
  returns: 1,
};
const trial = {
  since: '2026-11-01T09:00:00Z',
  by: '3',
  by_mail: false,
  by_name: 'Ola Nordmann',
  outbox_id: null,
  taken_at: null,
  until: '2026-12-01T09:00:00Z',
};
const one = { address: 'kari@kunde.example', standing, trial: null, history: [], changes: [] };

function card(of: object) {
  const past = { ...one, ...of } as unknown as PersonAddress;
  show(
    <AddressPast
      person={{ id: '1', name: 'Kari' }}
      one={past}
      accepted={5}
      usual={false}
      onGone={() => undefined}
      onCorrected={() => undefined}
    />,
    'outbox',
  );
}

test('a blocked address can be put on trial from the card', async () => {
  card({});
  expect(await screen.findByRole('button', { name: 'Put on trial' })).toBeDefined();
  expect(screen.getByRole('button', { name: 'Lift the block' })).toBeDefined();
  expect(screen.queryByRole('button', { name: 'End the trial' })).toBeNull();
});

test('one on trial has the way out of it there', async () => {
  card({ trial });
  expect(await screen.findByRole('button', { name: 'End the trial' })).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Put on trial' })).toBeNull();
});

test('one that is written to is not tried', async () => {
  card({ standing: { ...standing, blocked_at: null, scope: null, reason: null } });
  expect(await screen.findByText(/kari@kunde\.example/)).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Put on trial' })).toBeNull();
});
