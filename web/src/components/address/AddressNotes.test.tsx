import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { CheckedAddress } from '@/lib/api/types';
import { replaced } from '@/lib/mail/address';
import { show } from '@/test/Render';
import { AddressNotes } from './AddressNotes';

const found = vi.hoisted(() => ({ rows: [] as CheckedAddress[] }));
vi.mock('@/lib/requests/addresses', () => ({
  useAddressCheck: (addresses: string[]) => found.rows.filter(({ input }) => addresses.includes(input)),
}));

const checked = (input: string, change: Partial<CheckedAddress> = {}): CheckedAddress => ({
  input,
  address: input,
  verdict: 'good',
  error: null,
  mail_hosts: 'mx',
  suggestion: null,
  role: false,
  disposable: false,
  blocked: null,
  ...change,
});

beforeEach(() => {
  found.rows = [
    checked('ola@example.no'),
    checked('kari@hotmial.com', { verdict: 'doubtful', suggestion: 'kari@hotmail.com' }),
    checked('eva@shut.example', { verdict: 'bad', mail_hosts: 'null-mx' }),
    checked('per@broken.example', { verdict: 'unknown', mail_hosts: 'unknown' }),
    checked('post@example.no', { role: true }),
    checked('x@hour.example', { verdict: 'doubtful', disposable: true }),
  ];
});

const said = () => screen.queryAllByRole('status').map((note) => note.textContent);

test('a slip is told with the address that was meant, which one press puts in its place', () => {
  const onReplace = vi.fn();
  show(<AddressNotes addresses={['ola@example.no', 'kari@hotmial.com']} onReplace={onReplace} />);
  expect(said()).toEqual(['kari@hotmial.com: did you mean kari@hotmail.com?Use kari@hotmail.com']);
  fireEvent.click(screen.getByRole('button', { name: 'Use kari@hotmail.com' }));
  expect(onReplace.mock.calls).toEqual([['kari@hotmial.com', 'kari@hotmail.com']]);
});

test('nothing is offered where nothing can be put in its place', () => {
  show(<AddressNotes addresses={['kari@hotmial.com']} />);
  expect(said()).toEqual(['kari@hotmial.com: did you mean kari@hotmail.com?']);
  expect(screen.queryByRole('button')).toBeNull();
});

test('what takes no mail, a mailbox for an hour and a function are told, and silence of DNS is not', () => {
  const all = found.rows.map(({ input }) => input);
  show(<AddressNotes addresses={all.filter((input) => !input.startsWith('kari'))} />);
  expect(said()).toEqual([
    'eva@shut.example: this domain takes no e-mail',
    expect.stringContaining('post@example.no is often read by several people'),
    expect.stringContaining('x@hour.example is a mailbox for a few hours'),
  ]);
});

test('of an address of one’s own house it is not told that several read it', () => {
  show(<AddressNotes addresses={['post@example.no']} ours />);
  expect(said()).toEqual([]);
});

test('what is put in the place of an address stands there once, and the others stay', () => {
  const addresses = ['ola@example.no', ' kari@hotmial.com', 'kari@hotmail.com'];
  expect(replaced(addresses, 'kari@hotmial.com', 'kari@hotmail.com')).toEqual([
    'ola@example.no',
    'kari@hotmail.com',
  ]);
});

test('a blocked address can be taken out where it is told of, and only where somebody takes it out', () => {
  const blocked = {
    scope: 'all',
    reason: 'hand',
    at: '2026-11-29T20:00:00Z',
    class: null,
    words: '',
    trial: null,
  } as const;
  found.rows = [checked('ola@example.no', { blocked })];
  const onTakeOut = vi.fn();
  const shown = show(
    <AddressNotes
      addresses={['ola@example.no']}
      onTakeOut={onTakeOut}
      passes={{ on: false, set: vi.fn() }}
    />,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Take out ola@example.no' }));
  expect(onTakeOut).toHaveBeenCalledWith('ola@example.no');
  shown.unmount();
  show(<AddressNotes addresses={['ola@example.no']} />);
  expect(screen.queryByRole('button')).toBeNull();
});

test('an address on trial is written to, and nobody is asked to send it there all the same', () => {
  const blocked = {
    scope: 'all',
    reason: 'hand',
    at: '2026-11-29T20:00:00Z',
    class: null,
    words: '',
  } as const;
  found.rows = [checked('ola@example.no', { blocked: { ...blocked, trial: 'waits' } })];
  show(<AddressNotes addresses={['ola@example.no']} passes={{ on: false, set: vi.fn() }} />);
  expect(said()[0]).toContain('the next mail is sent there');
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
});
