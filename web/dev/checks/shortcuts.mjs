// The sheet of shortcuts tells the truth: each key that it lists is pressed, and does what it says.
import { readFileSync } from 'node:fs';

const texts = JSON.parse(readFileSync(new URL('../../src/lib/i18n/nb.json', import.meta.url), 'utf8'));
const ROW = '[role=row][data-index]';
const LIST = { path: '/cases', ready: ROW };
const CASE = { path: '/cases/1000', ready: 'article' };

const goes = (path) => async (tab) => {
  await tab.waitForURL((url) => url.pathname.startsWith(path));
};
const shows = (find) => async (tab) => {
  await find(tab).first().waitFor();
};
/** The row that has the focus, or that the page waits to give it. */
const focusIs = (wanted) => (tab) =>
  tab.waitForFunction((index) => {
    const at = Number(document.activeElement?.getAttribute('data-index') ?? Number.NaN);
    return index === 'last' ? at > 20 : at === index;
  }, wanted);
const selectedAre = (count) => async (tab) => {
  await tab.waitForFunction((wanted) => {
    const found = document.querySelectorAll('[role=row][aria-selected=true]').length;
    return wanted === 'many' ? found > 10 : found === wanted;
  }, count);
};
const onRow = (index) => async (tab) => {
  await tab.keyboard.press('j');
  await focusIs(0)(tab);
  for (let at = 0; at < index; at += 1) await tab.keyboard.press('ArrowDown');
  await focusIs(index)(tab);
};
const writes = (mode) =>
  shows((tab) => tab.locator(`section[data-mode="${mode}"] :is(textarea, [contenteditable=true]):focus`));
const answering = async (tab) => {
  await tab.keyboard.press('r');
  await writes('reply')(tab);
  await tab.keyboard.type('Hei!');
};

/** What each line of the sheet promises: where, what comes before, and what is seen after each key. */
const PROMISES = {
  goCases: { ...CASE, after: goes('/cases') },
  goEmail: { ...LIST, after: goes('/email') },
  goSettings: { ...LIST, after: goes('/settings') },
  goProfile: { ...LIST, after: goes('/profile') },
  newMail: { ...LIST, after: goes('/cases/start') },
  search: { ...LIST, after: shows((tab) => tab.getByRole('combobox', { name: 'Søk i alle saker' })) },
  help: { ...LIST, after: shows((tab) => tab.getByRole('dialog', { name: texts.shortcuts.title })) },
  close: {
    ...LIST,
    before: async (tab) => {
      await tab.keyboard.press('?');
      await tab.getByRole('dialog').waitFor();
    },
    after: async (tab) => {
      await tab.getByRole('dialog').waitFor({ state: 'detached' });
    },
  },
  down: { ...LIST, before: onRow(1), after: focusIs(2) },
  up: { ...LIST, before: onRow(2), after: focusIs(1) },
  ends: {
    ...LIST,
    before: onRow(1),
    after: (tab, key) => focusIs(key === 'Home' ? 0 : 'last')(tab),
  },
  open: { ...LIST, before: onRow(1), after: shows((tab) => tab.locator('article')) },
  select: { ...LIST, before: onRow(1), after: selectedAre(1) },
  range: { ...LIST, before: onRow(1), after: selectedAre(2) },
  all: { ...LIST, before: onRow(1), after: selectedAre('many') },
  page: {
    ...LIST,
    before: onRow(12),
    after: (tab, key) => focusIs(key === 'PageUp' ? 0 : 24)(tab),
  },
  unselect: {
    ...LIST,
    before: async (tab) => {
      await onRow(1)(tab);
      await tab.keyboard.press('Space');
      await selectedAre(1)(tab);
    },
    after: selectedAre(0),
  },
  width: {
    ...LIST,
    before: async (tab) => {
      const border = tab.getByRole('separator').nth(1);
      await border.focus();
      const box = await border.boundingBox();
      await tab.evaluate((x) => {
        globalThis.borderBefore = x;
      }, box.x);
    },
    after: (tab) =>
      tab.waitForFunction(
        () => Math.abs(document.activeElement.getBoundingClientRect().x - globalThis.borderBefore) > 3,
      ),
  },
  nextCase: {
    ...LIST,
    after: async (tab) => {
      await tab.waitForURL(/\/cases\/1000$/);
    },
  },
  reply: { ...CASE, after: writes('reply') },
  replyAll: { ...CASE, after: writes('reply_all') },
  forward: { ...CASE, after: writes('forward') },
  comment: { ...CASE, after: writes('comment') },
  send: { ...CASE, before: answering, after: shows((tab) => tab.getByText('Angre')) },
  undo: {
    ...CASE,
    before: async (tab) => {
      await answering(tab);
      await tab.keyboard.press('Control+Enter');
      await tab.getByText('Angre').first().waitFor();
      await tab.evaluate(() => document.activeElement?.blur());
    },
    after: async (tab) => {
      await tab.getByText('Angre', { exact: true }).first().waitFor({ state: 'detached' });
    },
  },
  closeCase: { ...CASE, after: shows((tab) => tab.getByText(texts.status.closed, { exact: true })) },
  back: {
    ...CASE,
    after: async (tab) => {
      await tab.waitForURL((url) => url.pathname === '/cases');
    },
  },
};

const ARROWS = { '↓': 'ArrowDown', '↑': 'ArrowUp', '←': 'ArrowLeft', '→': 'ArrowRight' };

/** A key as the sheet writes it, as the browser names it. */
function nameOf(key) {
  if (key === texts.shortcuts.space) return 'Space';
  const named = { ...ARROWS, Ctrl: 'Control', Esc: 'Escape', A: 'a' };
  return key
    .split(' + ')
    .map((part) => named[part] ?? part.replace(' ', ''))
    .join('+');
}

/** The lines of the sheet: the text of each, and its keys. */
async function readSheet(visitor) {
  return visitor.visit({ ...LIST, act: (tab) => tab.keyboard.press('?') }, async (tab) => {
    await tab.getByRole('dialog').locator('dt').first().waitFor();
    return tab.evaluate(() =>
      [...document.querySelectorAll('[role=dialog] dl > div')].map((line) => ({
        text: line.querySelector('dt').textContent,
        keys: [...line.querySelectorAll('kbd')].map((key) => key.textContent),
        inRow: line.querySelector('dd').textContent,
      })),
    );
  });
}

/** Every promise of the sheet that is not kept. */
export async function checkShortcuts(visitor) {
  const complaints = [];
  for (const { text, keys, inRow } of await readSheet(visitor)) {
    const [id] = Object.entries(texts.shortcuts).find(([, found]) => found === text) ?? [];
    const promise = PROMISES[id];
    if (!promise) {
      complaints.push(`nothing tries «${text}»`);
      continue;
    }
    const names = keys.map(nameOf);
    const isPair = inRow === `${keys[0]}${texts.shortcuts.then}${keys[1]}`;
    for (const tried of isPair ? [names] : names.map((name) => [name])) {
      const kept = await visitor
        .visit(promise, async (tab) => {
          tab.setDefaultTimeout(3000);
          await promise.before?.(tab);
          for (const name of tried) await tab.keyboard.press(name);
          await promise.after(tab, tried[0]);
          return true;
        })
        .catch(() => false);
      if (!kept) complaints.push(`«${text}» does not act on ${tried.join(' ')}`);
    }
  }
  return complaints;
}
