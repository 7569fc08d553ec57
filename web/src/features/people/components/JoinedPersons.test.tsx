import { screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { JoinedPersons } from './JoinedPersons';

const split = { mutate: vi.fn(), isPending: false };
vi.mock('../api/join', () => ({ useSplitPersons: () => split }));
vi.mock('@/components/confirm/ConfirmProvider', () => ({ useConfirm: () => async () => true }));

const kari = { id: '7', name: 'Kari', addresses: ['kari@fjord.no'], joined_at: '2026-11-01T10:00:00.000Z' };

test('who was joined is split off again from the card', async () => {
  const onSplit = vi.fn();
  show(<JoinedPersons person={{ id: '8' }} joined={[kari]} onSplit={onSplit} />);
  expect(screen.getByText('kari@fjord.no')).toBeDefined();
  screen.getByRole('button', { name: 'Split off again' }).click();
  await waitFor(() => expect(split.mutate).toHaveBeenCalled());
  expect(split.mutate.mock.calls[0]?.[0]).toEqual({ goes: '7', stays: '8' });
});

test('nothing is said of joins where there are none', () => {
  show(<JoinedPersons person={{ id: '8' }} joined={[]} onSplit={vi.fn()} />);
  expect(screen.queryByText('Joined with')).toBeNull();
});
