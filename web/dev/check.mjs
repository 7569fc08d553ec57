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

/** What one visit finds: where, and what. */
async function visited(visitor, page, size) {
  const found = [];
  visits += 1;
  await visitor
    .visit(page, async (tab) => {
      for (const [name, check, sizes] of CHECKS) {
        if (!sizes.includes(size)) continue;
        for (const text of await check(tab, page)) found.push([`${page.name} ${size} ${name}`, text]);
      }
    })
    .catch((error) => found.push([`${page.name} ${size}`, String(error)]));
  return found;
}

async function walk(size, scheme) {
  const visitor = await startVisitor(browser, { size, scheme });
  for (const page of pages.filter((one) => (one.sizes ?? ['wide', 'phone']).includes(size))) {
    // What a busy machine was too slow for is seen on the second visit; what is wrong stays wrong.
    let found = await visited(visitor, page, size);
    if (found.length > 0) found = await visited(visitor, page, size);
    for (const [where, text] of found) complain(where, [text]);
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
