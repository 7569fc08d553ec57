// The keyboard alone: Tab comes to everything, one sees where it is, and nothing listens to clicks only.

const TABS_MAX = 400;

/** Installed in the page: what can be reached, and what the focus looks like when it is there. */
function watch() {
  // What is open above the page has the focus to itself.
  const open = [...document.querySelectorAll('[role=dialog], [role=menu]')].filter((one) =>
    one.checkVisibility(),
  );
  const scope = document.activeElement.closest('[role=dialog], [role=menu]') ?? open.at(-1) ?? document;
  const isShown = (element) =>
    element.getClientRects().length > 0 &&
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest('[inert], [aria-hidden=true]');
  const wanted =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]';
  const isOneOfRadios = (element) =>
    element.type === 'radio' &&
    !element.checked &&
    [...document.getElementsByName(element.name)].some((other) => other.checked || other !== element);
  const stops = [...scope.querySelectorAll(wanted)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.matches(':disabled') &&
      // Links within a text that is being written are part of the text.
      !element.parentElement?.closest('[contenteditable=true]') &&
      element.type !== 'file' &&
      isShown(element) &&
      !isOneOfRadios(element) &&
      !element.hasAttribute('data-focus-guard'),
  );
  const around = (element) =>
    [
      element,
      element.parentElement,
      element.nextElementSibling,
      element.previousElementSibling,
      element.firstElementChild,
      element.closest('[data-frame]'),
    ].filter(Boolean);
  const look = (element) =>
    around(element)
      .map((one) => {
        const style = getComputedStyle(one);
        const outline = style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`;
        return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join('|');
      })
      .join('||');
  const before = new Map(stops.map((element) => [element, look(element)]));
  const text = (element) => {
    const name =
      element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    return `<${element.localName}> «${(name || element.id || element.className).trim().slice(0, 60)}»`;
  };
  const isCovered = (element) => {
    const box = element.getBoundingClientRect();
    const points = [0.5, 0.15, 0.85].map((part) => [
      box.left + box.width * part,
      box.top + box.height * part,
    ]);
    return points.every(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      if (!top) return true;
      const related = element.contains(top) || top.contains(element) || element.parentElement.contains(top);
      return !related && !(element.labels && [...element.labels].some((label) => label.contains(top)));
    });
  };
  // How it looks without the focus is not known of what has it already.
  const first = document.activeElement;
  const seen = new Set();
  const complaints = [];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const note = async () => {
    const element = document.activeElement;
    if (!element || element === document.body || seen.has(element)) return;
    seen.add(element);
    if (!before.has(element)) return;
    const isPlain = () => element !== first && look(element) === before.get(element);
    // What comes into sight with the focus takes a moment.
    if (isPlain() || isCovered(element)) for (let frames = 0; frames < 3; frames += 1) await frame();
    if (document.activeElement !== element) return;
    if (isPlain()) complaints.push(`one does not see that ${text(element)} has the focus`);
    if (element !== first && isCovered(element))
      complaints.push(`${text(element)} has the focus and is covered`);
  };
  // Keys: a group with one stop (tabs, radios, rows) is reached as a whole.
  const isReached = (element) =>
    seen.has(element) || (element.type === 'radio' && [...seen].some((other) => other.name === element.name));
  const clickable = () => {
    const focusable = `${wanted}, label`;
    const found = [];
    for (const element of scope.querySelectorAll('*')) {
      const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'));
      const props = key && element[key];
      if (!props?.onClick || !isShown(element)) continue;
      if (element.matches(focusable) || element.closest('[role=row], label, [role=option]')) continue;
      if (element.querySelector(focusable) || /Overlay/.test(element.className)) continue;
      found.push(`${text(element)} listens to clicks alone`);
    }
    return found;
  };
  globalThis.keyboardWatch = {
    count: stops.length,
    note,
    end: () => [
      ...complaints,
      ...stops
        .filter((element) => element.isConnected && isShown(element) && !isReached(element))
        .map((element) => `Tab never comes to ${text(element)}`),
      ...clickable(),
    ],
  };
  // A field for a time has a stop for each of its parts.
  return (
    stops.length +
    3 * stops.filter((element) => ['time', 'date', 'datetime-local'].includes(element.type)).length
  );
}

/** Walks the whole page with Tab. */
export async function checkTabs(tab) {
  const count = await tab.evaluate(watch);
  const presses = Math.min(TABS_MAX, count + 6);
  await tab.evaluate(() => globalThis.keyboardWatch.note());
  for (let press = 0; press < presses; press += 1) {
    await tab.keyboard.press('Tab');
    await tab.evaluate(() => globalThis.keyboardWatch.note());
  }
  return tab.evaluate(() => globalThis.keyboardWatch.end());
}

const OPEN = '[role=dialog][aria-modal=true], [role=menu]';
const openOnes = (tab) =>
  tab.evaluate(
    (open) => [...document.querySelectorAll(open)].filter((one) => one.checkVisibility()).length,
    OPEN,
  );

async function closesBy(tab, before, key = 'Escape') {
  await tab.keyboard.press(key);
  return tab
    .waitForFunction(
      ([open, count]) =>
        [...document.querySelectorAll(open)].filter((one) => one.checkVisibility()).length < count,
      [OPEN, before],
      { timeout: 1000 },
    )
    .then(() => true)
    .catch(() => false);
}

/** Where Escape asked about changes: whether saying yes closes it. */
async function leaves(tab, before) {
  if ((await openOnes(tab)) <= before) return false;
  return closesBy(tab, before, 'Enter');
}

/** A dialog takes the focus, Escape closes it unless its page says `keeps`, and the focus is back where it came from. */
export async function checkDialog(tab, page) {
  const open = await openOnes(tab);
  if (open === 0) return [];
  const complaints = [];
  const isInside = await tab.evaluate((wanted) => {
    const last = [...document.querySelectorAll(wanted)].filter((one) => one.checkVisibility()).at(-1);
    return last.contains(document.activeElement);
  }, OPEN);
  if (!isInside) complaints.push('the focus did not go into what was opened');
  if (page.keeps) {
    if (await closesBy(tab, open)) complaints.push('Escape closes what must be left by a button');
    return complaints;
  }
  // The first Escape may close the choices of the field that has the focus, or ask whether a form may go.
  const escapes = async () => (await closesBy(tab, open)) || leaves(tab, open);
  if (!(await escapes()) && !(await escapes()))
    return [...complaints, 'Escape does not close what was opened'];
  // What an address opened, or a key on a page without focus, was opened by nothing on the page.
  const hasOpener = await tab.evaluate(() => globalThis.outsideFocus?.isConnected ?? false);
  if (!hasOpener || /[?&]open=/.test(page.path)) return complaints;
  const isBack = await tab
    .waitForFunction(() => document.activeElement && document.activeElement !== document.body, undefined, {
      timeout: 1500,
    })
    .then(() => true)
    .catch(() => false);
  if (!isBack) complaints.push('the focus is lost when it closes');
  return complaints;
}
