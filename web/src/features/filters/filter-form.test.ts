import { expect, test } from 'vitest';
import type { FilterAction } from '@/lib/api/types';
import {
  FIELDS,
  inputOf,
  isComplete,
  keyed,
  namesOf,
  operatorsOf,
  valuesOf,
  withField,
  withKind,
  withValues,
} from './filter-form';

test('a new filter holds back what has a text in its subject, and ends the run', () => {
  expect(inputOf({ ...valuesOf(null), name: ' Spam ' })).toEqual({
    name: 'Spam',
    mailbox_ids: [],
    combine: 'all',
    conditions: [{ field: 'subject', operator: 'contains', value: '' }],
    captures: [],
    actions: [{ kind: 'block' }],
    stop: true,
    active: true,
  });
});

test('another field keeps what still makes sense', () => {
  const written = { field: 'subject', operator: 'ends', value: 'x' } as const;
  expect(withField(written, 'body')).toEqual({ field: 'body', operator: 'ends', value: 'x' });
  expect(withField(written, 'size')).toEqual({ field: 'size', operator: 'larger', value: '1048576' });
  const size = { field: 'size', operator: 'smaller', value: '5' } as const;
  expect(withField(size, 'class')).toEqual({ field: 'class', operator: 'equals', value: 'auto_reply' });
  const kind = { field: 'class', operator: 'not_equals', value: 'list' } as const;
  expect(withField(kind, 'language')).toEqual({ field: 'language', operator: 'not_equals', value: 'sv' });
});

test('every field has a comparison', () => {
  for (const field of FIELDS) expect(operatorsOf(field).length, field).toBeGreaterThan(1);
});

test('an action is complete when it has what it needs', () => {
  expect(isComplete({ kind: 'block' })).toBe(true);
  const title = withKind({ kind: 'block' }, 'title');
  expect(isComplete(title)).toBe(false);
  expect(withKind({ kind: 'title', text: 'A' }, 'link_case')).toEqual({ kind: 'link_case', text: 'A' });
  expect(isComplete(withKind(title, 'owner'))).toBe(false);
  expect(isComplete({ kind: 'reply_to', template_id: '', text: 'vakt@nord.example' })).toBe(false);
  expect(isComplete({ kind: 'reply_to', template_id: '3', text: 'vakt@nord.example' })).toBe(true);
});

test('names come from captures and from named groups', () => {
  const conditions = [
    keyed({ field: 'subject', operator: 'regex', value: 'ordre (?P<ordre>\\d+)' } as const),
  ];
  const captures = [
    keyed({ name: 'telefon', field: 'body', pattern: 'tlf (?<land>\\+47)?(\\d+)' } as const),
    keyed({ name: '1', field: 'body', pattern: 'x' } as const),
  ];
  expect(namesOf({ conditions, captures })).toEqual(['telefon', 'ordre', 'land']);
});

test('only a header condition names a header field', () => {
  const conditions = [
    keyed({ field: 'subject', header: 'X-Old', operator: 'contains', value: 'a' } as const),
    keyed({ field: 'header', header: 'X-Spam', operator: 'exists', value: '' } as const),
  ];
  const sent = inputOf({ ...valuesOf(null), conditions }).conditions;
  expect(sent?.map((condition) => condition.header)).toEqual([undefined, 'X-Spam']);
});

test('what was read out of a mail stands in the action that names it', () => {
  const forward: FilterAction = { kind: 'forward', text: '[[capture.to]]@house.test, [[capture.gone]]' };
  expect(withValues(forward, { to: 'per' })).toEqual({
    kind: 'forward',
    text: 'per@house.test, [[capture.gone]]',
  });
  expect(withValues({ kind: 'block' }, { to: 'per' })).toEqual({ kind: 'block' });
});
