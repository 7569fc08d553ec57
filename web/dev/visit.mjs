// Opens pages over the mock, one after the other in one browser context of a size and colour scheme.
import { PHONE, WIDE } from './browser.mjs';
import { startMock } from './mock.mjs';

/** Until what the page set in motion has come to rest. */
async function settle(tab) {
  await tab.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await Promise.allSettled(
      document.getAnimations().map((one) => (one.effect?.getTiming().iterations === 1 ? one.finished : null)),
    );
    await frame();
  });
}

/** A visitor with a mock of its own; `visit` gives the opened page to what looks at it. */
export async function startVisitor(browser, { size, scheme, ...more }) {
  const mock = await startMock();
  const context = await browser.newContext({
    viewport: size === 'wide' ? WIDE : PHONE,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'nb-NO',
    timezoneId: 'Europe/Oslo',
    bypassCSP: true,
    ...more,
  });
  context.setDefaultTimeout(8000);
  const visit = async (page, look, prepare) => {
    const state = mock.reset({ theme: scheme, ...page.mock });
    page.prepare?.(state);
    const tab = await context.newPage();
    // What one page kept is none of the next one's business.
    await tab.addInitScript(() => {
      if (window !== window.top) return;
      localStorage.clear();
      document.addEventListener('focusin', ({ target }) => {
        if (!target.closest('[role=dialog], [role=menu]')) globalThis.outsideFocus = target;
      });
    });
    await prepare?.(tab, page);
    try {
      await tab.goto(mock.url + page.path);
      await tab.locator(page.ready).first().waitFor();
      await page.act?.(tab, size);
      await settle(tab);
      return await look(tab);
    } finally {
      await tab.close();
    }
  };
  const stop = async () => {
    await context.close();
    mock.stop();
  };
  return { visit, stop };
}
