import { cleanup, fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { OauthGrant, Transport } from '@/lib/api/types';
import { show } from '@/test/Render';
import { type Testing, TransportTest } from './TransportTest';
import { inputOf, type TransportValues, UNSET, valuesOf } from './transport-form';

const ready = vi.fn(() => true);
const addresses = ['post@example.no', 'salg@other.no'];

vi.mock('@/lib/requests/sender-addresses', () => ({ useSenderAddresses: () => addresses }));

const tested = {
  mutate: vi.fn(),
  data: undefined as object | undefined,
  variables: undefined as object | undefined,
  error: null,
};

const grant: OauthGrant = {
  application_name: 'Microsoft 365',
  state: 'good',
  detail: '',
  signed_in_at: '2026-09-01T10:00:00.000Z',
  ends_at: null,
};

function relay(oauth: OauthGrant | null, application: string | null, change: Partial<TransportValues> = {}) {
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
    version: 0,
  };
  show(
    <TransportTest
      values={{ ...valuesOf(saved), ...change }}
      saved={saved}
      test={tested as unknown as Testing}
      level="organisation"
      isReady={ready}
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

test('a test without a mail says that none was sent, and of which values it was', () => {
  tested.data = { ok: true, summary_code: 'connected', detail: '', conversation: [] };
  tested.variables = inputOf(valuesOf({ ...UNSET, host: 'smtp.other.no' }));
  relay(null, null);
  expect(screen.getByText('The server answers. Nobody signed in, and no mail was sent')).toBeDefined();
  expect(screen.getByText(/The connection alone was tried/)).toBeDefined();
  expect(screen.getByText('The fields were changed after this test.')).toBeDefined();
});

test('who gets a mail may get it from the sender that is chosen', () => {
  tested.mutate.mockClear();
  const button = relay(null, null, { recipient: 'kari@example.no' });
  fireEvent.change(screen.getByLabelText(/Sender of the test/), { target: { value: 'salg@other.no' } });
  button.click();
  expect(tested.mutate.mock.calls[0]?.[0]).toMatchObject({
    from: 'salg@other.no',
    recipient: 'kari@example.no',
  });
});

test('what could not be saved is not tried', () => {
  tested.mutate.mockClear();
  ready.mockReturnValueOnce(false);
  relay(null, null).click();
  expect(tested.mutate).not.toHaveBeenCalled();
});

test('of a server that nobody reached it is not said that it encrypts', () => {
  const seen = {
    from: 'post@example.no',
    sights: [
      { aspect: 'spf', sighting: 'passes', level: 'pass' },
      { aspect: 'tls', sighting: 'passes', level: 'pass' },
    ],
    attempts: 0,
    plain: 0,
  };
  tested.data = { ok: false, summary_code: 'unknown_host', detail: '', conversation: [], seen };
  const encrypts = () => screen.queryByText('Encrypted up to the outgoing server.');
  relay(null, null);
  expect(encrypts()).toBeNull();
  cleanup();
  tested.data = { ...tested.data, conversation: ['S: 220 smtp.other.no ESMTP'] };
  relay(null, null);
  expect(encrypts()).not.toBeNull();
});
