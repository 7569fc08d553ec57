// Pictures of the pages over the mock: `npm run build && npm run look -- [part of a name]`, into $OUT.
import { mkdir } from 'node:fs/promises';
import { startBrowser } from './browser.mjs';
import { PAGES } from './pages.mjs';
import { startVisitor } from './visit.mjs';

const out = process.env.OUT ?? '/tmp/posthus-look';
const wanted = process.argv[2] ?? '';
await mkdir(out, { recursive: true });
const browser = await startBrowser();

/** The clock stands still, so that pictures of two days are alike; what the page complains of is said. */
async function watch(tab, page) {
  const say = (text) => console.log(`${page.name}: ${text}`);
  tab.on('console', (message) => message.type() === 'error' && say(message.text()));
  tab.on('pageerror', say);
  await tab.clock.setFixedTime('2026-11-22T13:20:00Z');
}

for (const size of ['wide', 'phone']) {
  for (const scheme of ['light', 'dark']) {
    const visitor = await startVisitor(browser, { size, scheme, hasTouch: size === 'phone' });
    for (const page of PAGES) {
      const isMeant = (page.sizes ?? [size]).includes(size) && (page.schemes ?? [scheme]).includes(scheme);
      if (!isMeant || !page.name.includes(wanted)) continue;
      await visitor
        .visit(page, (tab) => tab.screenshot({ path: `${out}/${page.name}-${size}-${scheme}.png` }), watch)
        .catch((error) => console.log(`${page.name}: ${error}`));
    }
    await visitor.stop();
  }
}
await browser.close();
