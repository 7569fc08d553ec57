import { expect, test } from 'vitest';
import { dropOldDrafts, EMPTY_DRAFT, keepDraft, loadDraft } from './draft';

const DRAFT = { mode: 'reply' as const, text: 'Hei Kari', to: ['kari@example.no'], cc: [] };

test('a draft comes back to its user in its case, and to nobody else', () => {
  keepDraft('u1', 'c1', DRAFT);
  expect(loadDraft('u1', 'c1')).toEqual(DRAFT);
  expect(loadDraft('u2', 'c1')).toEqual(EMPTY_DRAFT);
  expect(loadDraft('u1', 'c2')).toEqual(EMPTY_DRAFT);
});

test('a draft without text is forgotten', () => {
  keepDraft('u1', 'c1', DRAFT);
  keepDraft('u1', 'c1', { ...DRAFT, text: '  ' });
  expect(loadDraft('u1', 'c1')).toEqual(EMPTY_DRAFT);
  expect(Object.keys(localStorage).filter((key) => key.startsWith('posthus.draft'))).toEqual([]);
});

test('stored nonsense is an empty draft', () => {
  localStorage.setItem('posthus.draft.u1.c1', '{"text": 4, "to": "x"}');
  expect(loadDraft('u1', 'c1')).toEqual(EMPTY_DRAFT);
  localStorage.setItem('posthus.draft.u1.c1', 'not json');
  expect(loadDraft('u1', 'c1')).toEqual(EMPTY_DRAFT);
});

test('a draft that nobody came back to for 60 days is dropped', () => {
  keepDraft('u1', 'c1', DRAFT);
  dropOldDrafts(Date.now() + 59 * 24 * 3600 * 1000);
  expect(loadDraft('u1', 'c1').text).toBe('Hei Kari');
  dropOldDrafts(Date.now() + 61 * 24 * 3600 * 1000);
  expect(loadDraft('u1', 'c1')).toEqual(EMPTY_DRAFT);
});
