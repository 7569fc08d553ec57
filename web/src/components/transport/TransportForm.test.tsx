import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import { show } from '@/test/Render';
import { TransportForm } from './TransportForm';
import type { Testing } from './TransportTest';
import { UNSET } from './transport-form';

const test_ = { mutate: vi.fn(), data: undefined, error: null } as unknown as Testing;
const saved = { ...UNSET, way: 'relay', host: 'smtp.a.no', version: 7 };

function form(error: Error | null) {
  const mutate = vi.fn();
  const save = { mutate, error, isPending: false } as never;
  show(<TransportForm transport={saved} level="user" save={save} test={test_} />);
  return mutate;
}

test('what is saved goes on from the version that its author saw', () => {
  const mutate = form(null);
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(mutate.mock.calls[0]?.[0]).toMatchObject({ host: 'smtp.a.no', seen_version: 7 });
});

test('who was told of another version may save over it', () => {
  const code = 'transport.changed_meanwhile';
  const at = '2026-09-21T14:13:20.123Z';
  const problem = new ApiProblem({ status: 409, code, detail: '', params: { version: '9', by: 'Ada', at } });
  const mutate = form(problem);
  expect(screen.getByText(/changed by Ada \(21 September 2026 .*\) after you opened/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Save all the same' }));
  expect(mutate.mock.calls[0]?.[0]).toMatchObject({ seen_version: 9 });
});
