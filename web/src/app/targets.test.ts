// What is pressed is large enough to be hit, wherever it stands: 24 px (WCAG 2.2, 2.5.8).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What each rule of a style sheet says whose selector this is part of. */
function rulesOf(path: string, selector: string): string[] {
  const styles = readFileSync(join(process.cwd(), 'src', path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const rules = [...styles.matchAll(/([^{};]+)\{([^{}]*)/g)];
  return rules.filter(([, named]) => named?.includes(selector)).map(([, , said]) => said ?? '');
}

test('no rule for buttons makes the smallest of them smaller than a finger hits', () => {
  const heights = rulesOf('app/global.css', '.mantine-Button-root').flatMap((said) =>
    [...said.matchAll(/min-height: ([^;]+);/g)].map(([, height]) => height),
  );
  expect(heights).toEqual(['1.5rem', 'max(1.5rem, var(--button-height))']);
});

test('the head of a column is as large in one line as in two', () => {
  expect(rulesOf('components/data-list/DataList.module.css', '.sort')).toContainEqual(
    expect.stringContaining('min-height: 1.5rem;'),
  );
});
