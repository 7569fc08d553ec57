import { expect, test } from 'vitest';
import { worthOffering } from './signature-choices';

test('a signature that says the same as another, or nothing, is not offered twice', () => {
  const all = [
    { choice: 'new', text: 'Ada\nFirma', html: null },
    { choice: 'reply', text: 'Firma', html: null },
    { choice: 'mailbox', text: 'Firma', html: null },
    { choice: 'none', text: '', html: null },
  ] as const;
  expect(worthOffering([...all], 'reply').map(({ choice }) => choice)).toEqual(['reply', 'new', 'none']);
  const empty = all.map(({ choice }) => ({ choice, text: '', html: null }));
  expect(worthOffering(empty, 'reply').map(({ choice }) => choice)).toEqual(['none']);
});
