import { expect, test } from 'vitest';
import { isRecipient, listOf, typedList } from './distribution-list';

test('a list among addresses is told from them', () => {
  expect(listOf(typedList('12'))).toBe('12');
  expect(listOf('list:x')).toBeNull();
  expect(listOf('list@nord.example')).toBeNull();
  expect(isRecipient('list:12')).toBe(true);
  expect(isRecipient('kari@nord.example')).toBe(true);
  expect(isRecipient('kari')).toBe(false);
});
