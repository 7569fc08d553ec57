import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { OauthGrant, Transport } from '@/lib/api/types';
import { show } from '@/test/Render';
import { type Testing, TransportTest } from './TransportTest';
import { valuesOf } from './transport-form';

const tested = { mutate: vi.fn(), data: undefined as object | undefined, error: null };

const grant: OauthGrant = {
  application_name: 'Microsoft 365',
  state: 'good',
  detail: '',
  signed_in_at: '2026-09-01T10:00:00.000Z',
  ends_at: null,
};

function relay(oauth: OauthGrant | null, application: string | null) {
  const saved: Transport = {
    own: true,
    shared: 'direct',
    shared_is_of_organisation: false,
    shared_grant: null,
    kind: 'relay',
    host: 'smtp.office365.com',
    port: 587,
    security: 'starttls',
    username: 'post@example.no',
    has_password: false,
    oauth_application_id: application,
    oauth,
    helo_name: '',
    own_return_path: false,
    spf_terms: '',
    failing: null,
  };
  show(
    <TransportTest
      values={valuesOf(saved)}
      saved={saved}
      test={tested as unknown as Testing}
      onRecipient={vi.fn()}
    />,
  );
  return screen.getByRole('button', { name: 'Test' }) as HTMLButtonElement;
}

test('before anybody has signed in with the provider there is nothing to test with', () => {
  expect(relay(null, '71').disabled).toBe(true);
  expect(screen.getByText(/Save, and sign in with the provider/)).toBeDefined();
});

test('with a password, and with a sign-in, it can be tested', () => {
  expect(relay(grant, '71').disabled).toBe(false);
});

test('a relay with a password waits for no sign-in', () => {
  expect(relay(null, null).disabled).toBe(false);
});

test('what ails the sign-in is told in words for the server that sends', () => {
  tested.data = { ok: false, summary_code: 'oauth_revoked', detail: 'invalid_grant', conversation: [] };
  relay(grant, '71');
  expect(screen.getByText('The provider no longer accepts the sign-in.')).toBeDefined();
  expect(screen.getByText(/Sign in again under Sign-in/)).toBeDefined();
});
