import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from './en.json';
import nb from './nb.json';
import sv from './sv.json';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
const english = flat(en);
const others = { nb: flat(nb), sv: flat(sv) };

test.each(Object.entries(others))('%s has the same keys as en', (_language, texts) => {
  expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
});

test.each(Object.entries(others))('%s has the same placeholders as en in every text', (_language, texts) => {
  const different = [...english].filter(
    ([key, text]) =>
      JSON.stringify(placeholders(text)) !== JSON.stringify(placeholders(texts.get(key) ?? '')),
  );
  expect(different.map(([key]) => key)).toEqual([]);
});

test('no text is empty, and a plural has both its forms', () => {
  for (const texts of [english, others.nb, others.sv]) {
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
    const ones = [...texts.keys()].filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4));
    expect(ones.filter((key) => !texts.has(`${key}_other`))).toEqual([]);
  }
});

test('each language quotes as its readers do', () => {
  const all = (texts: Map<string, string>) => [...texts.values()].join('\n');
  expect(all(others.nb)).not.toMatch(/[“”"]/);
  expect(all(others.sv)).not.toMatch(/[“«»"]/);
  expect(all(english)).not.toMatch(/[«»"]|[a-z]'[a-z]/);
});

/** Second names of things that have one already, beside the one that is used. */
const SECOND_NAMES = {
  nb: /utsending|navnetjener|tidligere ansatt|\bfeilet\b|slik installasjonen sender|som godtas|til mange hos|\bdriften\b|driftsleverandør|driftsansvarlig|den som driver Posthus|retningslinje|\bfrem\b|prøve-e-post/i,
  sv: /tidigare anställd|så som installationen skickar|som godtas|till många hos|\bdriften\b|driftleverantör|driftansvarig|policy|testmeddelande|återtagna|släpper den vidare/i,
};

test.each(Object.entries(others))('%s has one name for each thing', (language, texts) => {
  const second = SECOND_NAMES[language as keyof typeof SECOND_NAMES];
  expect([...texts].filter(([, text]) => second.test(text))).toEqual([]);
});

test('whoever runs Posthus is called so in English, too, and the operator of another server is not', () => {
  const called = [...english].filter(([, text]) => /\bthe operator\b|\boperator of Posthus\b/i.test(text));
  expect(called).toEqual([]);
});

test('few texts are the same in Norwegian as in English: a forgotten translation is seen', () => {
  const same = [...english].filter(([key, text]) => text.length > 14 && others.nb.get(key) === text);
  expect(same).toEqual([]);
});

test('what may be kept for ever is named so that it can stand before For ever', () => {
  const names = ['audit.days', 'domain_reports.kept_days', 'sent_mail.days'];
  for (const texts of [english, others.nb, others.sv]) {
    const shown = names.map((name) => texts.get(`allSettings.name.${name}`) ?? ' i');
    expect(shown.filter((name) => / (i|for)$/.test(name))).toEqual([]);
  }
});

/** The text of a program, all files of a kind together. */
function sources(folder: string, kind = /(?<!\.test)\.tsx?$/): string {
  const texts = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path, kind);
    return kind.test(entry.name) ? readFileSync(path, 'utf8') : '';
  });
  return texts.join('\n');
}

/** Keys that data names at run time: a problem's code, a timeline's step. Nothing in the program does. */
const NAMED_BY_DATA = /^(problem|defect|reason|route|timeline|caseLog|mailClass)\./;

test('no text is left that nothing shows', () => {
  const program = sources('src');
  // `t(`status.${x}`)` shows whatever stands under `status.`, and what one list of keys names is used.
  const made = [...program.matchAll(/[`'"]([\w.]+\.)\$\{/g)].map((match) => match[1] as string);
  const isUsed = (key: string) => {
    const bare = key.replace(/_(one|other|zero)$/, '');
    return program.includes(`'${bare}'`) || made.some((start) => bare.startsWith(start));
  };
  const unused = [...english.keys()].filter((key) => !NAMED_BY_DATA.test(key) && !isUsed(key));
  expect(unused).toEqual([]);
});

test('a text with a plural is never asked for without a number', () => {
  const program = sources('src');
  const isPlural = (key: string) => english.has(`${key}_one`) && !english.has(key);
  // `t('key')` alone shows the key itself: which of the forms is meant only a number tells.
  const alone = [...program.matchAll(/\bt\(\s*'([\w.]+)'\s*,?\s*\)/g)].map((match) => match[1] as string);
  const withoutCount = [...program.matchAll(/\bt\(\s*'([\w.]+)'\s*,\s*\{([^{}]*)\}/g)]
    .filter(([, , values]) => !/\bcount\b|\.\.\./.test(values as string))
    .map((match) => match[1] as string);
  expect([...alone, ...withoutCount].filter(isPlural)).toEqual([]);
});

/** `Problem::invalid("field", "code", ..)`, `Problem::conflict("code", ..)`, `Problem::new(ProblemKind::Limit, "code", ..)`. */
const REFUSAL =
  /Problem::(?:invalid\(\s*(?:"\w+"|\w+),|conflict\(|new\(\s*ProblemKind::\w+,)\s*"([a-z_]+(?:\.\w+)*)"/g;

test('whatever the server refuses with is said in words', () => {
  const server = ['api', 'flows']
    .map((crate) => sources(`../crates/${crate}/src`, /(?<!tests)\.rs$/))
    .join('\n');
  const codes = new Set([...server.matchAll(REFUSAL)].map((match) => match[1] as string));
  expect(codes.size).toBeGreaterThan(200);
  const wordless = [...codes].filter(
    (code) => !english.has(`problem.${code}`) && !english.has(`problem.${code}_other`),
  );
  expect(wordless).toEqual([]);
});
