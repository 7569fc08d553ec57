import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { TemplateSender } from './TemplateSender';

const SENDERS = vi.hoisted(() => [
  { id: '1', address: 'service@acme.test', display_name: 'Service', category_ids: [], archived_at: null },
  { id: '2', address: 'sales@acme.test', display_name: 'Sales', category_ids: ['5'], archived_at: null },
  { id: '7', address: 'press@acme.test', display_name: 'Press', category_ids: [], archived_at: '2026-01-01' },
]);

vi.mock('@/lib/requests/identities', () => ({
  identitiesQuery: { queryKey: ['identities'], queryFn: async () => SENDERS },
}));
vi.mock('@/lib/requests/categories', () => ({ useCategories: () => [{ id: '5', name: 'Sales team' }] }));
vi.mock('@/components/sender-check/SenderNote', () => ({ SenderNote: () => null }));

test('a sender that is archived is marked, and it is said whom the mails are from', async () => {
  show(<TemplateSender value="7" onChange={() => {}} />, 'mailboxes');
  expect(await screen.findByText('Press <press@acme.test> (archived)')).toBeDefined();
  expect(screen.getByText(/^Press <press@acme\.test> is archived/)).toBeDefined();
});

test('of one that is for some alone it is said what happens with the others, and of any other nothing', async () => {
  const { unmount } = show(<TemplateSender value="2" onChange={() => {}} />, 'mailboxes');
  expect(await screen.findByText(/^Only members of Sales team/)).toBeDefined();
  unmount();
  show(<TemplateSender value="1" onChange={() => {}} />, 'mailboxes');
  expect(await screen.findByText('Service <service@acme.test>')).toBeDefined();
  expect(screen.queryByRole('status')).toBeNull();
});
