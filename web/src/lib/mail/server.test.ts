import { expect, test } from 'vitest';
import { securityAt, serverOf } from './server';

test('a port behind the name goes into its own field, and what stands before the name goes away', () => {
  expect(serverOf(' smtp.a.no:465 ')).toEqual({ host: 'smtp.a.no', port: 465 });
  expect(serverOf('smtps://smtp.a.no:465/')).toEqual({ host: 'smtp.a.no', port: 465 });
  expect(serverOf('[2001:db8::1]:587')).toEqual({ host: '[2001:db8::1]', port: 587 });
  expect(serverOf('smtp.a.no')).toEqual({ host: 'smtp.a.no' });
  expect(serverOf('smtp.a.no:0')).toEqual({ host: 'smtp.a.no' });
});

test('what is no server is left as it was typed', () => {
  for (const text of ['', '2001:db8::1', 'smtp.a.no, mx.a.no', 'kari@a.no', 'two words']) {
    expect(serverOf(text)).toBeUndefined();
  }
});

test('the usual ports say how they are encrypted', () => {
  expect([465, 587, 993, 2525, undefined].map(securityAt)).toEqual([
    'tls',
    'starttls',
    'tls',
    undefined,
    undefined,
  ]);
});
