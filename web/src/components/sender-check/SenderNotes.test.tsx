import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { SenderCheck } from '@/lib/api/types';
import { show } from '@/test/Render';
import { SenderNotes } from './SenderNotes';

const found = vi.hoisted(() => ({ points: [] as SenderCheck['points'], max_octets: null as number | null }));
vi.mock('@/lib/requests/sender-check', () => ({
  useSenderCheck: (address: string): Partial<SenderCheck> => ({
    address,
    ...found,
    rewritten_from: null,
    way: { kind: 'relay', because: 'domain', server: 'smtp.a.no' },
  }),
}));

beforeEach(() => {
  found.points = [];
  found.max_octets = null;
});

const open = (octets = 0) =>
  show(
    <SenderNotes
      address="post@a.no"
      own={false}
      octets={octets}
      says={{ shortly: 'You send as post', fully: 'You send as post, because' }}
    >
      <button type="button">Change</button>
    </SenderNotes>,
  );
const said = () => screen.queryAllByRole('status').map((note) => note.textContent);

test('whatever may go wrong is said, the worst first, and what is well on demand', () => {
  found.points = [
    { point: 'no_spf', level: 'warn' },
    { point: 'signed', level: 'pass' },
    { point: 'not_live', level: 'refuse' },
    { point: 'no_dmarc', level: 'warn' },
  ];
  open();
  expect(said()).toEqual([
    expect.stringMatching(/is not sent until/),
    expect.stringMatching(/no SPF record/),
    expect.stringMatching(/no DMARC record/),
  ]);
  expect(screen.getByText('You send as post')).toBeDefined();
  expect(screen.queryByText(/smtp\.a\.no|Mail is signed \(DKIM\)/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show all (6)' }));
  expect(said()).toHaveLength(3);
  expect(screen.getByText('You send as post, because')).toBeDefined();
  expect(screen.getByText('Mail is signed (DKIM).')).toBeDefined();
  expect(screen.getByText(/smtp\.a\.no/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Show less' }));
  expect(said()).toHaveLength(3);
  expect(screen.queryByText('Mail is signed (DKIM).')).toBeNull();
});

test('a mail that is too large comes before what may lead it among junk', () => {
  found.points = [{ point: 'no_spf', level: 'warn' }];
  found.max_octets = 10_000_000;
  open(10_000_001);
  expect(said()).toEqual([expect.stringMatching(/takes .* at most/), expect.stringMatching(/no SPF record/)]);
});

test('while nothing is wrong the line says as whom and why', () => {
  open();
  expect(screen.getByText('You send as post, because')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Show all (2)' }).getAttribute('aria-expanded')).toBe('false');
});
