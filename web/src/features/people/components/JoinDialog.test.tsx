import { notifications } from '@mantine/notifications';
import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import type { Joining, Merged } from '../api/join';
import { JoinDialog } from './JoinDialog';

type Row = { id: string; name: string };
const SMALL = { id: '1', name: 'Fjord' };
const BIG = { id: '2', name: 'Fjord AS' };

/** The dialog over two, the second of which is too big; what joining says. */
function dialog(pair: [Row, Row], can_split: boolean) {
  const said = vi.spyOn(notifications, 'show');
  const mutate = (_: Joining, { onSuccess }: { onSuccess: (merged: Merged) => void }) =>
    onSuccess({ can_split });
  show(
    <JoinDialog
      title="Join"
      pair={pair}
      lines={[]}
      cases={() => '0'}
      joined={(stays) => stays}
      join={{ mutate, isPending: false, error: null }}
      isForGood={(goes) => goes.id === BIG.id}
      undo={vi.fn()}
      onClose={vi.fn()}
      onDone={vi.fn()}
    />,
  );
  return said;
}

afterEach(() => vi.restoreAllMocks());

test('where too much goes it is said before that the two cannot be split again, and nothing offers it', () => {
  const said = dialog([SMALL, BIG], false);
  expect(screen.getByText(/This cannot be undone/)).toBeDefined();
  expect(screen.queryByText('You can split them again for 30 days.')).toBeNull();
  screen.getByRole('button', { name: 'Join' }).click();
  expect(said.mock.calls[0]?.[0].message).toMatch(/They cannot be split again/);
});

test('the other way round they can be split again', () => {
  const said = dialog([BIG, SMALL], true);
  expect(screen.getByText('You can split them again for 30 days.')).toBeDefined();
  screen.getByRole('button', { name: 'Join' }).click();
  expect(typeof said.mock.calls[0]?.[0].message).toBe('object');
});
