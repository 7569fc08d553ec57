// Pictures of the pages over the mock: `npm run build && npm run look -- [part of a name]`, into $OUT.
import { mkdir } from 'node:fs/promises';
import { PHONE, startBrowser, WIDE } from './browser.mjs';
import { startMock } from './mock.mjs';
import { PAGES } from './pages.mjs';

const out = process.env.OUT ?? '/tmp/posthus-look';
const wanted = process.argv[2] ?? '';
await mkdir(out, { recursive: true });
const browser = await startBrowser();
for (const page of PAGES.filter(({ name }) => name.includes(wanted))) {
  for (const size of page.sizes ?? ['wide', 'phone']) {
    for (const scheme of page.schemes ?? ['light', 'dark']) {
      const mock = await startMock({ theme: scheme, ...page.mock });
      page.prepare?.(mock.state);
      const context = await browser.newContext({
        viewport: size === 'wide' ? WIDE : PHONE,
        colorScheme: scheme,
        reducedMotion: 'reduce',
        locale: 'nb-NO',
        timezoneId: 'Europe/Oslo',
        hasTouch: size === 'phone',
      });
      const tab = await context.newPage();
      tab.on(
        'console',
        (message) => message.type() === 'error' && console.log(`${page.name}: ${message.text()}`),
      );
      tab.on('pageerror', (error) => console.log(`${page.name}: ${error}`));
      await tab.clock.setFixedTime('2026-11-22T13:20:00Z');
      await tab.goto(mock.url + page.path);
      await tab.waitForLoadState('load');
      await tab
        .locator(page.ready ?? '[role=row], main, form')
        .first()
        .waitFor({ timeout: 8000 })
        .catch(() => console.log(`${page.name}: not ready`));
      await page.act?.(tab, size);
      await tab.waitForTimeout(250);
      await tab.screenshot({ path: `${out}/${page.name}-${size}-${scheme}.png` });
      await context.close();
      mock.server.closeAllConnections();
      mock.server.close();
    }
  }
}
await browser.close();
