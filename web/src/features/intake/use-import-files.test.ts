import { expect, it } from 'vitest';
import { type ImportedFile, sumsOf } from './use-import-files';

it('sums what became of the files that came to an end', () => {
  const file: ImportedFile = { name: 'a.mbox', size_octets: 1, state: 'done', progress: 1 };
  const report = { stored: 3, known: 2, refused: 1, refusals: [] };
  const files = [
    { ...file, report },
    { ...file, report },
    { ...file, state: 'failed' as const },
  ];
  expect(sumsOf(files)).toEqual({ stored: 6, known: 4, refused: 2 });
});
