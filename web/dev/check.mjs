// What can be seen of the pages without a person: `npm run build && npm run pages -- [part of a name]`.
// Every page over the mock, wide and on a phone: its width, accessibility, help beside every setting, the keyboard.
// `ONLY=axe` runs one of the checks; fails on any complaint.
import { startBrowser } from './browser.mjs';
import { checkAxe } from './checks/axe.mjs';
import { checkHelp } from './checks/help.mjs';
import { checkDialog, checkTabs } from './checks/keyboard.mjs';
import { checkShortcuts } from './checks/shortcuts.mjs';
import { checkWidth } from './checks/width.mjs';
import { PAGES } from './pages.mjs';
import { startVisitor } from './visit.mjs';

const wanted = process.argv[2] ?? '';
const only = process.env.ONLY;
const pages = PAGES.filter(({ name }) => name.includes(wanted));

/** In this order: the last ones move the focus and close what is open. */
const CHECKS = [
  ['width', checkWidth, () => true],
  ['axe', checkAxe, () => true],
  ['help', checkHelp, (_page, size) => size === 'wide'],
  // On a phone the pages as they open: what opens above them is the same as on a wide screen.
  ['tabs', checkTabs, (page, size) => size === 'wide' || !page.act],
  ['dialog', checkDialog, () => true],
].filter(([name]) => !only || name === only);
const SCHEMES = { wide: 'light', phone: 'dark' };
/** So many at a time; more of them are no faster on the two cores that this is made for. */
const VISITORS = 2;

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
      for (const [name, check, isMeant] of CHECKS) {
        if (!isMeant(page, size)) continue;
        for (const text of await check(tab, page)) found.push([`${page.name} ${size} ${name}`, text]);
      }
    })
    .catch((error) => found.push([`${page.name} ${size}`, String(error)]));
  return found;
}

async function examine(visitor, page, size) {
  // What a busy machine was too slow for is seen on the second visit; what is wrong stays wrong.
  let found = await visited(visitor, page, size);
  if (found.length > 0) found = await visited(visitor, page, size);
  for (const [where, text] of found) complain(where, [text]);
}

/** All there is to do, the longest first: whoever is free takes the next. */
const work = [];
if (!wanted && (!only || only === 'shortcuts'))
  work.push(async ({ wide }) => complain('shortcuts', await checkShortcuts(wide)));
if (CHECKS.length > 0)
  for (const page of pages)
    for (const size of page.sizes ?? Object.keys(SCHEMES))
      work.push((visitors) => examine(visitors[size], page, size));

async function walk() {
  const visitors = {};
  for (const [size, scheme] of Object.entries(SCHEMES))
    visitors[size] = await startVisitor(browser, { size, scheme });
  for (let next = work.shift(); next; next = work.shift()) await next(visitors);
  for (const visitor of Object.values(visitors)) await visitor.stop();
}

const started = performance.now();
await Promise.all(Array.from({ length: VISITORS }, walk));
await browser.close();
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${visits} pages checked in ${seconds} s, ${complaints} complaints`);
process.exit(complaints > 0 ? 1 : 0);
