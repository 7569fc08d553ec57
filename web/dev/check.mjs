// What can be seen of the pages without a person: `npm run build && npm run pages -- [part of a name]`.
// Every page over the mock, wide and on a phone: accessibility, help beside every setting, the keyboard.
// `ONLY=axe` runs one of the checks; fails on any complaint.
import { startBrowser } from './browser.mjs';
import { checkAxe } from './checks/axe.mjs';
import { checkHelp } from './checks/help.mjs';
import { checkDialog, checkTabs } from './checks/keyboard.mjs';
import { checkShortcuts } from './checks/shortcuts.mjs';
import { PAGES } from './pages.mjs';
import { startVisitor } from './visit.mjs';

const wanted = process.argv[2] ?? '';
const only = process.env.ONLY;
const pages = PAGES.filter(({ name }) => name.includes(wanted));

/** In this order: the last ones move the focus and close what is open. */
const CHECKS = [
  ['axe', checkAxe, ['wide', 'phone']],
  ['help', checkHelp, ['wide']],
  ['tabs', checkTabs, ['wide']],
  ['dialog', checkDialog, ['wide', 'phone']],
].filter(([name]) => !only || name === only);

const browser = await startBrowser();
let complaints = 0;
let visits = 0;
const complain = (where, texts) => {
  complaints += texts.length;
  for (const text of texts) console.log(`${where}: ${text}`);
};

async function walk(size, scheme) {
  const visitor = await startVisitor(browser, { size, scheme });
  for (const page of pages.filter((one) => (one.sizes ?? ['wide', 'phone']).includes(size))) {
    visits += 1;
    await visitor
      .visit(page, async (tab) => {
        for (const [name, check, sizes] of CHECKS) {
          if (sizes.includes(size)) complain(`${page.name} ${size} ${name}`, await check(tab, page));
        }
      })
      .catch((error) => complain(`${page.name} ${size}`, [String(error)]));
  }
  if (size === 'wide' && !wanted && (!only || only === 'shortcuts'))
    complain('shortcuts', await checkShortcuts(visitor));
  await visitor.stop();
}

const started = performance.now();
await Promise.all([walk('wide', 'light'), walk('phone', 'dark')]);
await browser.close();
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${visits} pages checked in ${seconds} s, ${complaints} complaints`);
process.exit(complaints > 0 ? 1 : 0);
