import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { OauthGrant } from '@/lib/api/types';
import { show } from '@/test/Render';
import { ProviderSignIn } from './ProviderSignIn';

const begin = vi.hoisted(() => ({ mutate: vi.fn(), isPending: false, error: null }));
vi.mock('@/lib/requests/oauth', () => ({
  useBeginSignIn: () => begin,
  useOauthApplications: () => [
    { id: '7', name: 'Microsoft 365', device_endpoint: 'https://x.example/device' },
  ],
}));
beforeEach(() => begin.mutate.mockClear());

function panel(state: OauthGrant['state'] | null) {
  const grant = state && {
    application_name: 'Microsoft 365',
    state,
    detail: '',
    signed_in_at: '2026-09-01T10:00:00.000Z',
    ends_at: null,
  };
  return show(<ProviderSignIn owner={{ mailbox: '5' }} application="7" grant={grant} />);
}

test('before anybody has signed in, the provider is named, and both ways lead there', () => {
  panel(null);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in with Microsoft 365' }));
  fireEvent.click(screen.getByRole('button', { name: 'Sign in with a code' }));
  expect(begin.mutate.mock.calls.map(([way]) => way)).toEqual(['browser', 'device']);
});

test('an outage and throttling never ask for a sign-in, and the way to one is always there', () => {
  for (const state of ['throttled', 'provider_down'] as const) {
    const { unmount } = panel(state);
    expect(screen.getByText(/by itself/)).toBeDefined();
    expect(screen.queryByText(/^Sign in again;/)).toBeNull();
    expect(screen.getByRole('button', { name: 'Sign in again' })).toBeDefined();
    unmount();
  }
});

test('each trouble has its own cure', () => {
  const { unmount } = panel('revoked');
  expect(screen.getByText(/Sign in again; the mailbox/)).toBeDefined();
  unmount();
  panel('secret_expired');
  expect(screen.getByText(/Enter a new client secret under/)).toBeDefined();
});
