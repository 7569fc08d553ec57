import { expect, test } from 'vitest';
import type { Transport } from '@/lib/api/types';
import { whatStops } from './what-stops';

const relay: Transport = {
  own: true,
  shared: 'direct',
  shared_is_of_organisation: false,
  shared_grant: null,
  kind: 'relay',
  host: 'smtp.example.no',
  port: 465,
  security: 'tls',
  username: 'post@example.no',
  has_password: false,
  oauth_application_id: '1',
  oauth: null,
  helo_name: '',
  own_return_path: false,
  spf_terms: '',
  failing: null,
  version: 0,
};
const grant = (state: NonNullable<Transport['oauth']>['state']): Transport => ({
  ...relay,
  oauth: { application_name: 'Post', state, detail: '', signed_in_at: '2026-01-05T09:00:00Z', ends_at: null },
});

test('tells of a relay that only a person can mend', () => {
  expect(whatStops(relay)).toBe('none');
  expect(whatStops(grant('revoked'))).toBe('revoked');
  expect(whatStops(grant('secret_expired'))).toBe('secret_expired');
});

test('tells of a relay that takes no mail', () => {
  const failing = { since: '2026-01-05T09:00:00Z', words: '535 no' };
  const open = { ...relay, oauth_application_id: null, has_password: true };
  expect(whatStops({ ...open, failing })).toBe('failing');
  expect(whatStops({ ...grant('revoked'), failing })).toBe('revoked');
  expect(whatStops({ ...grant('good'), failing })).toBe('failing');
});

test('tells of a user name without a password before any mail was tried', () => {
  const half = { ...relay, oauth_application_id: null };
  expect(whatStops(half)).toBe('no_password');
  expect(whatStops({ ...half, failing: { since: '2026-01-05T09:00:00Z', words: 'x' } })).toBe('no_password');
  expect(whatStops({ ...half, own: false })).toBeUndefined();
});

test('tells of a sign-in that ends soon, unless no mail leaves already', () => {
  expect(whatStops(grant('expiring'))).toBe('expiring');
  const failing = { since: '2026-01-05T09:00:00Z', words: '535 no' };
  expect(whatStops({ ...grant('expiring'), failing })).toBe('failing');
});

test('what is past its day has run out, whatever still works', () => {
  const past = grant('expiring');
  const ends_at = '2026-01-06T09:00:00Z';
  expect(whatStops({ ...past, oauth: past.oauth && { ...past.oauth, ends_at } })).toBe('ended');
  const good = grant('good');
  expect(whatStops({ ...good, oauth: good.oauth && { ...good.oauth, ends_at } })).toBeUndefined();
});

test('keeps still while mail leaves, or waits for what mends itself', () => {
  for (const state of ['good', 'throttled', 'provider_down'] as const)
    expect(whatStops(grant(state))).toBeUndefined();
  expect(whatStops({ ...relay, own: false })).toBeUndefined();
  expect(whatStops({ ...relay, kind: 'direct' })).toBeUndefined();
  expect(whatStops({ ...relay, oauth_application_id: null, has_password: true })).toBeUndefined();
  expect(whatStops({ ...relay, oauth_application_id: null, username: '' })).toBeUndefined();
  expect(whatStops(undefined)).toBeUndefined();
});
