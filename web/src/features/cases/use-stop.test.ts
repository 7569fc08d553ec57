import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useStop } from './use-stop';

const stop = (named: string[], unsaid?: string[]) => renderHook(() => useStop(named, unsaid)).result.current;

test('what is no address is named before it is sent to', () => {
  expect(stop(['kari@kunde.example', 'ola@@kunde.example'])).toContain('ola@@kunde.example');
  expect(stop(['a..b@kunde.example'])).toContain('a..b@kunde.example');
  expect(stop(['kari@kunde.example', 'list:7'])).toBeUndefined();
});

test('whom nothing would be sent to is named, as long as the mail goes there', () => {
  expect(stop(['kari@kunde.example'], ['kari@kunde.example'])).toContain('kari@kunde.example is blocked');
  expect(stop(['ola@kunde.example'], ['kari@kunde.example'])).toBeUndefined();
});

test('of many bad addresses three are named and the others counted', () => {
  expect(stop(['a@', 'b@', 'c@'])).toBe('a@, b@, c@ are not complete addresses');
  expect(stop(['a@', 'b@', 'c@', 'd@', 'e@'])).toBe('a@, b@, c@ and 2 more are not complete addresses');
  const shut = ['a@b.no', 'c@b.no', 'd@b.no', 'e@b.no'];
  expect(stop(shut, shut)).toContain('a@b.no, c@b.no, d@b.no and 1 more are blocked');
});

test('one that is no address hides no blocked one', () => {
  expect(stop(['a@', 'kari@b.no'], ['kari@b.no'])).toMatch(/not a complete address\. kari@b\.no is blocked/);
});
