import { expect, test } from 'vitest';
import type { OauthApplication, OauthProvider } from '@/lib/api/types';
import { faultsOf, inputOf, isMoved, isPast, ofProvider, valuesOf, withProvider } from './oauth-form';

const t = ((key: string) => key) as never;
const google: OauthProvider = {
  key: 'google',
  name: 'Google',
  redirect_address: 'https://post.example.no/oauth/callback/google',
  scopes: 'https://mail.google.com/',
  authorization_endpoint: 'https://accounts.google.com/auth',
  token_endpoint: 'https://oauth2.googleapis.com/token',
  device_endpoint: '',
  revocation_endpoint: 'https://oauth2.googleapis.com/revoke',
  hosts: ['gmail.com'],
};
const application: OauthApplication = {
  id: '1',
  name: 'Post',
  provider: 'google',
  client_id: 'id',
  has_client_secret: true,
  client_auth: 'body',
  authorization_endpoint: google.authorization_endpoint,
  token_endpoint: google.token_endpoint,
  device_endpoint: '',
  revocation_endpoint: '',
  scopes: google.scopes,
  secret_expires_at: '2027-03-01T00:00:00.000Z',
  version: 1,
};

test('a provider fills the addresses in', () => {
  const values = { ...valuesOf(null, google), client_id: 'id' };
  expect(values.token_endpoint).toBe(google.token_endpoint);
  expect(Object.values(faultsOf(values, null, t)).every((fault) => fault === undefined)).toBe(true);
  expect(ofProvider(undefined)).toEqual({});
});

test('an empty secret is not sent, so that the stored one stays', () => {
  const values = valuesOf(application, google);
  expect(values.secret_expires_at).toBe('2027-03-01');
  expect(inputOf(values)).not.toHaveProperty('client_secret');
  expect(inputOf(values).secret_expires_at).toBe('2027-03-01T00:00:00Z');
  expect(inputOf({ ...values, client_secret: 'new', secret_expires_at: '' })).toMatchObject({
    client_secret: 'new',
    secret_expires_at: null,
  });
});

test('addresses are encrypted', () => {
  const values = valuesOf(application, google);
  expect(
    faultsOf({ ...values, token_endpoint: 'http://login.example.org' }, application, t).token_endpoint,
  ).toBe('oauth.form.https');
  expect(faultsOf({ ...values, device_endpoint: 'nonsense' }, application, t).device_endpoint).toBe(
    'oauth.form.https',
  );
  expect(
    faultsOf({ ...values, token_endpoint: 'http://127.0.0.1:99/token' }, application, t).token_endpoint,
  ).toBeUndefined();
});

test('another client ID or place asks for the secret, which the server would forget', () => {
  const values = valuesOf(application, google);
  expect(isMoved(application, { ...values, name: 'Other', scopes: 'mail', client_id: ' id ' })).toBe(false);
  for (const change of [
    { client_id: 'other' },
    { token_endpoint: 'https://login.example.org/token' },
    { revocation_endpoint: 'https://login.example.org/revoke' },
  ]) {
    const moved = { ...values, ...change };
    expect(isMoved(application, moved)).toBe(true);
    expect(faultsOf(moved, application, t).client_secret).toBe('oauth.form.secretAgain');
    expect(faultsOf({ ...moved, client_secret: 'new' }, application, t).client_secret).toBeUndefined();
    expect(faultsOf({ ...moved, without_secret: true }, application, t).client_secret).toBeUndefined();
  }
  const beside = { ...values, revocation_endpoint: 'https://oauth2.googleapis.com/revoke' };
  expect(isMoved(application, beside)).toBe(false);
  expect(isMoved(null, values)).toBe(false);
});

test('a stored secret can be removed', () => {
  const values = { ...valuesOf(application, google), without_secret: true };
  expect(inputOf(values).client_secret).toBe('');
  expect(inputOf(values)).not.toHaveProperty('without_secret');
});

test('another provider loses nothing that was typed, and the server knows where its secret stands', () => {
  const own: OauthProvider = { ...google, key: 'own', name: '', token_endpoint: '', scopes: '' };
  const typed = {
    ...valuesOf(null, own),
    name: 'Ours',
    client_id: 'id',
    token_endpoint: 'https://own.example/t',
  };
  const there = withProvider(typed, google, {}, own);
  const at = { ...typed, ...there.values };
  expect(at).toMatchObject({ name: 'Ours', client_id: 'id', token_endpoint: google.token_endpoint });
  expect(inputOf(at)).not.toHaveProperty('client_auth');
  const back = withProvider(at, own, there.drafts, google);
  expect({ ...at, ...back.values }).toMatchObject({
    provider: 'own',
    token_endpoint: 'https://own.example/t',
  });
  const unnamed = withProvider(valuesOf(null, google), own, {}, google);
  expect(unnamed.values.name).toBe('');
});

test('a day that has passed is known', () => {
  expect([isPast(''), isPast('2020-01-01'), isPast('2999-01-01')]).toEqual([false, true, false]);
});
