import { expect, test } from 'vitest';
import type { OauthApplication, OauthProvider } from '@/lib/api/types';
import { faultsOf, inputOf, ofProvider, valuesOf } from './oauth-form';

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
};

test('a provider fills the addresses in', () => {
  const values = { ...valuesOf(null, google), client_id: 'id' };
  expect(values.token_endpoint).toBe(google.token_endpoint);
  expect(Object.values(faultsOf(values, t)).every((fault) => fault === undefined)).toBe(true);
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
  expect(faultsOf({ ...values, token_endpoint: 'http://login.example.org' }, t).token_endpoint).toBe(
    'oauth.form.https',
  );
  expect(faultsOf({ ...values, device_endpoint: 'nonsense' }, t).device_endpoint).toBe('oauth.form.https');
  expect(
    faultsOf({ ...values, token_endpoint: 'http://127.0.0.1:99/token' }, t).token_endpoint,
  ).toBeUndefined();
});
