import { screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { CheckedAddress, Identity } from '@/lib/api/types';
import { useAddressCheck } from '@/lib/requests/addresses';
import { show } from '@/test/Render';
import { SenderRow } from './SenderRow';

vi.mock('@/lib/requests/addresses');
vi.mock('@/lib/requests/categories', () => ({ useCategories: () => [] }));
vi.mock('@/components/sender-check/SenderNote', () => ({ SenderNote: () => null }));

const ROW = {
  id: '1',
  address: 'press@acme.test',
  display_name: 'Press',
  copy_to: ['archive@acme.test', 'chef@acme.test'],
  category_ids: [],
  archived_at: null,
} as unknown as Identity;

const checked = (input: string, blocked: object | null) => ({ input, blocked }) as unknown as CheckedAddress;

beforeEach(() => {
  vi.mocked(useAddressCheck).mockReturnValue([
    checked('archive@acme.test', { scope: 'all', trial: null }),
    checked('chef@acme.test', null),
  ]);
});

test('a copy that reaches nobody stands at its sender', () => {
  show(<SenderRow row={ROW} onOpen={() => {}} />);
  expect(
    screen.getByText('archive@acme.test gets no copies at the moment: the address is blocked.'),
  ).toBeDefined();
  expect(screen.queryByText(/chef@acme\.test gets/)).toBeNull();
});
