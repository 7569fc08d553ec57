import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { SenderCheck } from '@/lib/api/types';
import { show } from '@/test/Render';
import { SenderNote } from './SenderNote';

const found = vi.hoisted(() => ({ max_octets: null as number | null }));
vi.mock('@/lib/requests/sender-check', () => ({
  useSenderCheck: (address: string): Partial<SenderCheck> => ({ address, points: [], ...found }),
  useSenderChecks: () => [],
}));

test('a mail that is larger than its relay takes is told of before it is sent', () => {
  found.max_octets = 10_000_000;
  show(<SenderNote address="post@a.no" octets={10_000_001} />);
  expect(screen.getByRole('status').textContent).toMatch(/takes .* at most/);
});

test('one that fits is not, nor any where nothing is known of the relay', () => {
  show(<SenderNote address="post@a.no" octets={10_000_000} />);
  found.max_octets = null;
  show(<SenderNote address="post@a.no" octets={90_000_000} />);
  expect(screen.queryByRole('status')).toBeNull();
});
