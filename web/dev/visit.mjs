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

/** In every page before its own scripts. */
function prelude() {
  if (window !== window.top) return;
  // What one page kept is none of the next one's business, and nothing is saved while it is left.
  localStorage.clear();
  window.addEventListener('pagehide', (event) => event.stopImmediatePropagation());
  document.addEventListener('focusin', ({ target }) => {
    if (!target.closest('[role=dialog], [role=menu]')) globalThis.outsideFocus = target;
  });
}

const LIMIT_MS = 8000;

/**
 * A visitor with a mock of its own; `visit` gives the opened page to what looks at it. The tab is kept
 * from page to page, with all that it has compiled; `prepare` gets a fresh one, which it may change.
 */
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
  await context.addInitScript(prelude);
  let kept = null;
  const visit = async (page, look, prepare) => {
    const tab = kept ?? (await context.newPage());
    kept = null;
    tab.setDefaultTimeout(LIMIT_MS);
    const state = mock.reset({ theme: scheme, ...page.mock });
    page.prepare?.(state);
    await prepare?.(tab, page);
    try {
      await tab.goto(mock.url + page.path);
      await tab.locator(page.ready).first().waitFor();
      await page.act?.(tab, size);
      await settle(tab);
      const seen = await look(tab);
      if (!prepare) {
        await tab.goto('about:blank');
        kept = tab;
      }
      return seen;
    } finally {
      if (kept !== tab) await tab.close();
    }
  };
  const stop = async () => {
    await context.close();
    mock.stop();
  };
  return { visit, stop };
}
