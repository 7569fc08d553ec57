import { screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { SignInField } from './SignInField';

const known = vi.hoisted(() => ({ applications: [] as object[] }));

vi.mock('@/lib/requests/oauth', () => ({
  oauthChoicesQuery: { queryKey: ['choices'], queryFn: () => known.applications },
  oauthProvidersQuery: {
    queryKey: ['providers'],
    queryFn: () => [
      { key: 'microsoft', name: 'Microsoft 365', hosts: ['office365.com', 'outlook.com'] },
      { key: 'microsoft_personal', name: 'Outlook.com', hosts: ['outlook.office365.com'] },
      { key: 'google', name: 'Google', hosts: ['gmail.com'] },
    ],
  },
}));

function field(host: string) {
  return show(
    <SignInField value={null} host={host} onChange={() => undefined}>
      <input aria-label="Password" />
    </SignInField>,
    'mailboxes',
  );
}

test('a server of two providers is told of as of both, and either application will do', async () => {
  known.applications = [{ id: '7', name: 'Mine', provider: 'google' }];
  const first = field('outlook.office365.com');
  expect(await screen.findByText(/belongs to Microsoft 365 \/ Outlook\.com, which requires/)).toBeDefined();
  expect(await screen.findByRole('link', { name: /Register/ })).toBeDefined();
  first.unmount();
  known.applications = [{ id: '8', name: 'Personal', provider: 'microsoft_personal' }];
  field('outlook.office365.com');
  await screen.findByText(/belongs to Microsoft 365/);
  await waitFor(() => expect(screen.queryByRole('link')).toBeNull());
});
