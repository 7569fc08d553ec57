import { expect, test } from 'vitest';
import { applicationFor } from './use-application-for';

test('a provider whose way is OAuth 2.0 is signed in to with its application, where there is one', () => {
  const applications = [
    { id: '1', provider: 'google' },
    { id: '2', provider: 'microsoft' },
  ];
  expect(applicationFor({ sign_in: 'oauth', provider: 'microsoft' }, applications)).toBe('2');
  expect(applicationFor({ sign_in: 'oauth', provider: 'yahoo' }, applications)).toBeNull();
  expect(applicationFor({ sign_in: 'oauth', provider: null }, applications)).toBeNull();
  expect(applicationFor({ sign_in: 'password', provider: 'google' }, applications)).toBeNull();
});
