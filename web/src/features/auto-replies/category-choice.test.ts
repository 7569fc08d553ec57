import { expect, test } from 'vitest';
import { categoryChoice, withCategory } from './category-choice';

test('a choice is kept as the server wants it, and read back', () => {
  const own = withCategory([], '21', '7');
  expect(own).toEqual([{ category_id: '21', template_id: '7' }]);
  expect(categoryChoice(own, '21')).toBe('7');
  const silent = withCategory(own, '21', 'none');
  expect(silent).toEqual([{ category_id: '21', template_id: null }]);
  expect(categoryChoice(silent, '21')).toBe('none');
  expect(withCategory(silent, '21', 'mailbox')).toEqual([]);
  expect(categoryChoice(silent, '22')).toBe('mailbox');
});
