// The house rules of the folders: who may import whom, names, and sizes.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(process.cwd(), 'src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));

function imports(path: string): string[] {
  const source = readFileSync(join(SRC, path), 'utf8');
  const found = [...source.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return found.flatMap((target) => {
    if (target.startsWith('@/')) return [target.slice(2)];
    if (target.startsWith('.')) return [relative(SRC, join(SRC, path, '..', target)).replaceAll('\\', '/')];
    return [];
  });
}

/** The feature that a path belongs to. */
const featureOf = (path: string) => /^features\/([^/]+)/.exec(path)?.[1];
const layerOf = (path: string) => path.split('/')[0];

test('a feature never imports another feature, nor the shell', () => {
  const wrong = files
    .filter((path) => featureOf(path))
    .flatMap((path) => imports(path).map((target) => ({ path, target })))
    .filter(({ path, target }) => {
      const other = featureOf(target);
      return layerOf(target) === 'app' || (other !== undefined && other !== featureOf(path));
    });
  expect(wrong).toEqual([]);
});

test('shared parts import no feature and not the shell; lib imports no component', () => {
  const wrong = files
    .filter((path) => layerOf(path) === 'components' || layerOf(path) === 'lib')
    .flatMap((path) => imports(path).map((target) => ({ path, target })))
    .filter(({ path, target }) => {
      const layer = layerOf(target) ?? '';
      return layer === 'features' || layer === 'app' || (layerOf(path) === 'lib' && layer === 'components');
    });
  expect(wrong).toEqual([]);
});

test('only lib/api reads the generated types', () => {
  const wrong = files.filter(
    (path) => imports(path).includes('lib/api/schema') && !path.startsWith('lib/api/'),
  );
  expect(wrong).toEqual([]);
});

test('a component file has at most 220 lines', () => {
  const long = files
    .filter((path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'))
    .map((path) => ({ path, lines: readFileSync(join(SRC, path), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 220);
  expect(long).toEqual([]);
});

test('components are PascalCase, everything else is kebab-case', () => {
  const wrong = files.filter((path) => {
    const name = path.split('/').at(-1) ?? '';
    const isHookOrEntry = /^(use-|main|render)/.test(name);
    if (name.includes('.test.')) return false;
    if (name.endsWith('.tsx') && !isHookOrEntry && !path.startsWith('app/routes/') && name !== 'router.tsx') {
      return !/^[A-Z][A-Za-z]*\.tsx$/.test(name);
    }
    return !/^[a-z0-9-]+\.tsx?$/.test(name);
  });
  const folders = new Set(files.map((path) => path.split('/').slice(0, -1).join('/')));
  expect(wrong).toEqual([]);
  expect([...folders].filter((folder) => /[^a-z0-9/-]/.test(folder))).toEqual([]);
});
