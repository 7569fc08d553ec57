import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { BulkMailButtons } from './BulkMailButtons';
import type { BulkMailProps } from './BulkMailDialog';

const back = vi.hoisted(() => ({ isTaken: false }));

vi.mock('./BulkMailDialog', () => ({
  BulkMailDialog: ({ onBegun }: BulkMailProps) => (
    <button type="button" onClick={() => onBegun({ undo_s: 10, isTakenBack: () => back.isTaken })}>
      Send
    </button>
  ),
}));

beforeEach(() => {
  back.isTaken = false;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function sent() {
  const clear = vi.fn();
  show(<BulkMailButtons ids={['1', '2']} request={{}} clear={clear} />);
  fireEvent.click(screen.getByRole('button', { name: 'Reply' }));
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(screen.queryByRole('button', { name: 'Send' })).toBeNull();
  act(() => void vi.advanceTimersByTime(9_000));
  expect(clear).not.toHaveBeenCalled();
  return clear;
}

test('the cases stay selected as long as their mails can be taken back', () => {
  const clear = sent();
  act(() => void vi.advanceTimersByTime(1_000));
  expect(clear).toHaveBeenCalledTimes(1);
});

test('those of mails that were taken back stay selected', () => {
  const clear = sent();
  back.isTaken = true;
  act(() => void vi.advanceTimersByTime(60_000));
  expect(clear).not.toHaveBeenCalled();
});
