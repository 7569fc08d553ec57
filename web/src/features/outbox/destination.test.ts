import { expect, test } from 'vitest';
import { destinationName } from './destination';

test('a destination is called by its servers or its relay', () => {
  expect(destinationName('mx:google.com')).toBe('google.com');
  expect(destinationName('domain:customer.example')).toBe('customer.example');
  expect(destinationName('mx-for:google.com')).toBe('google.com');
  expect(destinationName('refuser:google.com')).toBe('google.com');
  expect(destinationName('refuser-of-domain:google.com acme.no')).toBe('google.com (acme.no)');
  expect(destinationName('relay:smtp.example.org:587')).toBe('smtp.example.org');
  expect(destinationName('relay:user 5:smtp.example.org:587')).toBe('smtp.example.org');
  expect(destinationName('shared:2001:db8::1:25')).toBe('2001:db8::1');
});
