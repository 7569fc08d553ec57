import { screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { JoinedCompanies } from './JoinedCompanies';

const split = { mutate: vi.fn(), isPending: false };
vi.mock('../api/join', () => ({ useSplitCompanies: () => split }));
vi.mock('@/components/confirm/ConfirmProvider', () => ({ useConfirm: () => async () => true }));

const fjord = { id: '7', name: 'Fjord AS', domains: ['fjord.no'], joined_at: '2026-11-01T10:00:00.000Z' };

test('a company that was joined is split off again beside the one that stayed', async () => {
  const onSplit = vi.fn();
  show(<JoinedCompanies company={{ id: '8' }} joined={[fjord]} onSplit={onSplit} />);
  expect(screen.getByText('fjord.no')).toBeDefined();
  screen.getByRole('button', { name: 'Split off again' }).click();
  await waitFor(() => expect(split.mutate).toHaveBeenCalled());
  expect(split.mutate.mock.calls[0]?.[0]).toEqual({ goes: '7', stays: '8' });
});

test('nothing is said of joins where there are none', () => {
  show(<JoinedCompanies company={{ id: '8' }} joined={[]} onSplit={vi.fn()} />);
  expect(screen.queryByText('Joined with')).toBeNull();
});
