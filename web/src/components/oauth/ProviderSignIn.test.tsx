import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { SideDrawer } from '@/components/page/SideDrawer';
import type { OauthGrant, OauthSignIn, Right } from '@/lib/api/types';
import { show } from '@/test/Render';
import { DeviceCode } from './DeviceCode';
import { ProviderSignIn } from './ProviderSignIn';

const begin = vi.hoisted(() => ({ mutate: vi.fn(), isPending: false, error: null }));
const cancel = vi.hoisted(() => ({ mutate: vi.fn() }));
const signIn = vi.hoisted(() => ({ data: { outcome: 'waiting', detail: '' }, error: null, isError: false }));
vi.mock('@/lib/requests/oauth', () => ({
  useBeginSignIn: () => begin,
  useSignInState: () => signIn,
  useCancelSignIn: () => cancel,
  useOauthRefresh: () => vi.fn(),
  useOauthApplications: () => [{ id: '7', name: 'Microsoft 365', by_device: true }],
}));
beforeEach(() => begin.mutate.mockClear());

function panel(
  state: OauthGrant['state'] | null,
  changed = false,
  detail = '',
  rights: Right[] = ['mailboxes'],
  ends_at: string | null = null,
) {
  const grant = state && {
    application_name: 'Microsoft 365',
    state,
    detail,
    signed_in_at: '2026-09-01T10:00:00.000Z',
    ends_at,
  };
  return show(
    <ConfirmProvider>
      <ProviderSignIn owner={{ mailbox: '5' }} application="7" grant={grant} changed={changed} />
    </ConfirmProvider>,
    ...rights,
  );
}

test('before anybody has signed in, the provider is named, and both ways lead there', async () => {
  panel(null);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in with Microsoft 365' }));
  await waitFor(() => expect(begin.mutate).toHaveBeenCalled());
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
  expect(screen.getByText(/Sign in again; everything else/)).toBeDefined();
  unmount();
  panel('secret_expired');
  expect(screen.getByText(/Enter a new client secret under/)).toBeDefined();
});

test('a new secret is entered in another tab, so that the form around stays', () => {
  panel('secret_expired');
  const link = screen.getByRole('link', { name: /OAuth applications/ });
  expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual(['/settings/oauth', '_blank']);
});

test('who may not see the applications is shown no way to them', () => {
  panel('secret_expired', false, '', []);
  expect(screen.queryByRole('link', { name: /OAuth applications/ })).toBeNull();
});

test('leaving for the provider loses no changes: it asks first', async () => {
  panel('revoked', true);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in again' }));
  const discard = await screen.findByRole('button', { name: 'Discard' });
  expect(begin.mutate).not.toHaveBeenCalled();
  fireEvent.click(discard);
  await waitFor(() => expect(begin.mutate).toHaveBeenCalledOnce());
});

test('a code of the protocol is told in words, and the provider’s own words as they are', () => {
  const { unmount } = panel('revoked', false, 'access_denied');
  expect(screen.getByText(/the sign-in was cancelled/)).toBeDefined();
  unmount();
  panel('revoked', false, 'AADSTS50173: revoked');
  expect(screen.getByText('AADSTS50173: revoked')).toBeDefined();
});

test('Escape cancels no sign-in with a code, and closes nothing below it; the button does', () => {
  const [onClose, onDrawer] = [vi.fn(), vi.fn()];
  const begun = {
    id: '81',
    user_code: 'HQ7K',
    verification_address: 'https://x.example',
    expires_at: '2026-09-01T10:00:00.000Z',
  };
  show(
    <SideDrawer opened onClose={onDrawer} title="Mailbox">
      <DeviceCode begun={begun as OauthSignIn} onClose={onClose} />
    </SideDrawer>,
  );
  fireEvent.keyDown(screen.getByText('HQ7K'), { key: 'Escape' });
  expect([cancel.mutate, onClose, onDrawer].flatMap((called) => called.mock.calls)).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(cancel.mutate).toHaveBeenCalledWith('81');
  expect(onClose).toHaveBeenCalledOnce();
});

test('a secret that is past its date is told to have run out on that day, and what to do', () => {
  panel('expiring', false, '', [], '2026-01-06T12:00:00.000Z');
  expect(screen.getByText('Has run out')).toBeDefined();
  expect(screen.getByText(/ran out on .*6 January 2026.*Make a new secret/)).toBeDefined();
  expect(screen.queryByText(/ends soon/)).toBeNull();
});
