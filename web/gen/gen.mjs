// Writes ../src/lib/api/schema.d.ts from ../openapi.json: `npm run gen`; `npm run gen:check` fails when
// the file is not what the document makes.
//
// Left out are the words (the document has them), the refusals (all are the schema `Problem`), and what
// the browser loads by itself (downloads, pictures, the event stream): no code calls those by type.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../openapi.json', import.meta.url);
const TYPES = new URL('../src/lib/api/schema.d.ts', import.meta.url);
const HEADER = '// Written by `npm run gen` from openapi.json. Do not edit.\n\n';
const LINE_MAX = 118;

/** An operation as far as the client calls it, or nothing. */
function called(operation) {
  const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  const isData = successes.every(([, { content }]) => !content || Object.keys(content).every((type) => type === 'application/json'));
  return isData ? { ...operation, responses: Object.fromEntries(successes) } : undefined;
}

function slim(document) {
  const paths = {};
  for (const [path, operations] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/')) continue;
    const kept = Object.entries(operations).flatMap(([verb, operation]) => (called(operation) ? [[verb, called(operation)]] : []));
    if (kept.length > 0) paths[path] = Object.fromEntries(kept);
  }
  return withoutWords({ ...document, paths });
}

/** The same without descriptions; a schema's property of that name stays. */
function withoutWords(node, isProperties = false) {
  if (Array.isArray(node)) return node.map((item) => withoutWords(item));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => isProperties || !['description', 'summary', 'example', 'examples'].includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value, key === 'properties')]));
}

/** Objects that fit on a line are written on one. */
function compact(text) {
  let before;
  let after = text.replace(/[ \t]*\/\*\*[^]*?\*\/\n?/g, '');
  do {
    before = after;
    after = after.replace(/\{\n([^{}\n]*(?:\n[^{}\n]*)*?)\n\s*\}/g, (whole, inner) => {
      const line = `{ ${inner.trim().split(/\n\s*/).join(' ')} }`;
      return line.length <= LINE_MAX && !inner.includes('//') ? line.replaceAll('{', '\u0001').replaceAll('}', '\u0002') : whole;
    });
  } while (after !== before);
  return after.replaceAll('\u0001', '{').replaceAll('\u0002', '}').replace(/\n\s*\n/g, '\n');
}

const document = JSON.parse(await readFile(DOCUMENT, 'utf8'));
const types = HEADER + compact(astToString(await openapiTS(slim(document), { alphabetize: true })));
if (process.argv.includes('--check')) {
  if ((await readFile(TYPES, 'utf8')) !== types) {
    console.error('src/lib/api/schema.d.ts is not what openapi.json makes; run `npm run gen`');
    process.exit(1);
  }
} else {
  await writeFile(TYPES, types);
}
