// WCAG 2.2 A and AA by axe-core.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Mantine's dialogs have a `header` of their own beside the page's, which is no banner; open menus hang
// beside the landmarks, as ARIA has it.
const RULES = {
  'landmark-unique': { enabled: false },
  'landmark-no-duplicate-banner': { enabled: false },
  region: { enabled: false },
};
const OPTIONS = {
  runOnly: { type: 'tag', values: TAGS },
  rules: RULES,
  iframes: false,
  resultTypes: ['violations'],
};

/** What of the page some people cannot use. */
export async function checkAxe(tab) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate((given) => globalThis.axe.run(document, given), OPTIONS);
  const nodeText = (node) => {
    const why = node.failureSummary?.split('\n').slice(1).join(' ').slice(0, 220);
    return `\n    ${node.target.join(' ')}\n      ${node.html.slice(0, 160)}\n      ${why}`;
  };
  return violations.map(({ id, help, nodes }) => `${id}: ${help}${nodes.slice(0, 3).map(nodeText).join('')}`);
}
