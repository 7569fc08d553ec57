import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useStop } from './use-stop';

const stop = (named: string[], unsaid?: string) => renderHook(() => useStop(named, unsaid)).result.current;

test('what is no address is named before it is sent to', () => {
  expect(stop(['kari@kunde.example', 'ola@@kunde.example'])).toContain('ola@@kunde.example');
  expect(stop(['a..b@kunde.example'])).toContain('a..b@kunde.example');
  expect(stop(['kari@kunde.example', 'list:7'])).toBeUndefined();
});

test('whom nothing would be sent to is named, as long as the mail goes there', () => {
  expect(stop(['kari@kunde.example'], 'kari@kunde.example')).toContain('kari@kunde.example is blocked');
  expect(stop(['ola@kunde.example'], 'kari@kunde.example')).toBeUndefined();
});
