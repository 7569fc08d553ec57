// Accessibility of every page over the mock: WCAG 2.2 A and AA by axe-core; fails on any violation.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PHONE, startBrowser, WIDE } from './browser.mjs';
import { startMock } from './mock.mjs';
import { PAGES } from './pages.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Mantine's dialogs have a `header` of their own beside the page's, which is no banner; open menus hang
// beside the landmarks, as ARIA has it.
const RULES = {
  'landmark-unique': { enabled: false },
  'landmark-no-duplicate-banner': { enabled: false },
  region: { enabled: false },
};
const wanted = process.argv[2] ?? '';
const browser = await startBrowser();
let violations = 0;
let checked = 0;
for (const page of PAGES.filter(({ name }) => name.includes(wanted))) {
  for (const [size, scheme] of [
    ['wide', 'light'],
    ['phone', 'dark'],
  ]) {
    if (!(page.sizes ?? ['wide', 'phone']).includes(size)) continue;
    const mock = await startMock({ theme: scheme, ...page.mock });
    page.prepare?.(mock.state);
    const context = await browser.newContext({
      viewport: size === 'wide' ? WIDE : PHONE,
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: 'nb-NO',
      bypassCSP: true,
    });
    const tab = await context.newPage();
    await tab.goto(mock.url + page.path);
    await tab.locator(page.ready).first().waitFor();
    await page.act?.(tab, size);
    await tab.waitForTimeout(200);
    await tab.evaluate(axe);
    const options = { runOnly: { type: 'tag', values: TAGS }, rules: RULES, iframes: false };
    const result = await tab.evaluate((given) => globalThis.axe.run(document, given), options);
    checked += 1;
    for (const { id, help, nodes } of result.violations) {
      violations += 1;
      console.log(`${page.name} ${size} ${scheme}: ${id}: ${help}`);
      for (const node of nodes.slice(0, 3))
        console.log(
          `    ${node.target.join(' ')}\n      ${node.html.slice(0, 160)}\n      ${node.failureSummary?.split('\n').slice(1).join(' ').slice(0, 220)}`,
        );
    }
    await context.close();
    mock.server.closeAllConnections();
    mock.server.close();
  }
}
await browser.close();
console.log(`${checked} pages checked, ${violations} violations`);
process.exit(violations > 0 ? 1 : 0);
