import { expect, test } from 'vitest';
import { linkTarget } from './link-target';

test('what was typed becomes an address that leads somewhere', () => {
  expect(linkTarget(' https://a.no/x ')).toBe('https://a.no/x');
  expect(linkTarget('www.a.no/b?c=1')).toBe('https://www.a.no/b?c=1');
  expect(linkTarget('kari@a.no')).toBe('mailto:kari@a.no');
  expect(linkTarget('tel:+47 22 33 44 55')).toBe('tel:+47 22 33 44 55');
});

test('what leads nowhere, or runs, is none', () => {
  for (const never of ['', 'her', 'javascript:alert(1)', 'data:text/html,x', 'https://', 'file:///etc']) {
    expect(linkTarget(never), never).toBeUndefined();
  }
});
