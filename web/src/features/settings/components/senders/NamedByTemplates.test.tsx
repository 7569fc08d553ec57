import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { NamedByTemplates } from './NamedByTemplates';

vi.mock('@/lib/requests/templates', () => ({
  templatesQuery: () => ({
    queryKey: ['templates', 'named'],
    queryFn: async () => [
      { id: '1', name: 'Press release', identity_id: '7' },
      { id: '2', name: 'Welcome', identity_id: null },
    ],
  }),
}));

test('whoever archives a sender is told which templates are from it', async () => {
  show(<NamedByTemplates id="7" missedAs="archived" />);
  expect(
    await screen.findByText(/sent from this address: Press release\. Once it is archived/),
  ).toBeDefined();
});

test('whoever restricts one is told of those whom it is not for, and of none that no template names', async () => {
  const { unmount } = show(<NamedByTemplates id="7" missedAs="restricted" />);
  expect(await screen.findByText(/Press release\. For whoever is no member/)).toBeDefined();
  unmount();
  show(<NamedByTemplates id="8" missedAs="archived" />);
  expect(screen.queryByRole('status')).toBeNull();
});
