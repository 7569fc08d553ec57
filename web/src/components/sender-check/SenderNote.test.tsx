import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { SenderCheck } from '@/lib/api/types';
import { show } from '@/test/Render';
import { SenderNote } from './SenderNote';

const found = vi.hoisted(() => ({
  max_octets: null as number | null,
  points: [] as SenderCheck['points'],
  rewritten_from: null as string | null,
}));
vi.mock('@/lib/requests/sender-check', () => ({
  useSenderCheck: (address: string): Partial<SenderCheck> => ({ address, ...found }),
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

test('what becomes of mail from a strange domain is told as the rule has it', () => {
  const said = (point: SenderCheck['points'][number]['point'], level: 'warn' | 'refuse') => {
    found.points = [{ point, level }];
    show(<SenderNote address="post@a.no" />);
    return screen.getAllByRole('status').at(-1)?.textContent;
  };
  expect(said('no_sender_domain', 'warn')).toMatch(/may end among junk/);
  expect(said('no_sender_domain', 'refuse')).toMatch(/is not sent: a\.no is no sender domain/);
  expect(said('not_live', 'warn')).toMatch(/may end among junk/);
  expect(said('not_live', 'refuse')).toMatch(/is not sent until/);
  found.rewritten_from = 'post@operator.no';
  expect(said('rewritten', 'warn')).toMatch(/leaves from post@operator\.no/);
});
