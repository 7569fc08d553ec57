// The pictures of docs/pictures, over the real demo: open it (`posthus demo --fresh`), then
// `npm run pictures`. BASE names another address, OUT another folder.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PHONE, startBrowser, WIDE } from './browser.mjs';

const base = process.env.BASE ?? 'http://127.0.0.1:8080';
const out = process.env.OUT ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const PASSWORD = 'demo-posthus';
const row = '[role=row][data-index]';

/** What is shown: where, what must be there, and what is done before the picture. */
const PICTURES = [
  { name: 'sign-in', path: '/sign-in', user: null, ready: 'form' },
  { name: 'cases', path: '/cases', ready: row, phone: true, dark: true },
  {
    name: 'cases-grouped',
    path: '/cases?sort=owner',
    ready: row,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Grupper' }).click();
      await tab.getByRole('menuitemradio', { name: 'Eier' }).click();
    },
    undo: async (tab) => {
      await tab.getByRole('button', { name: 'Grupper' }).click();
      await tab.getByRole('menuitemradio', { name: 'Ingen grupper' }).click();
    },
  },
  { name: 'case', path: '/cases', ready: row, phone: true, dark: true, act: (tab) => openCase(tab) },
  {
    name: 'case-timeline',
    path: '/cases',
    ready: row,
    act: async (tab) => {
      await openCase(tab);
      await tab.getByRole('button', { name: 'Tidslinje' }).first().click();
      await tab.locator('ol li').first().waitFor();
    },
  },
  {
    name: 'search',
    path: '/cases',
    ready: row,
    phone: true,
    dark: true,
    act: async (tab) => {
      await tab.keyboard.press('Control+k');
      await tab.getByRole('combobox', { name: 'Søk i alle saker' }).fill('faktura');
      await tab.getByRole('option').first().waitFor();
    },
  },
  { name: 'mailboxes', path: '/email/mailboxes', ready: row, phone: true },
  { name: 'intake', path: '/email/inbox', ready: 'main section', dark: true },
  { name: 'intake-placed', path: '/email/inbox?state=placed', ready: row, act: (tab) => openRow(tab) },
  { name: 'outbox', path: '/email/outbox?sent=true', ready: row, dark: true, act: (tab) => openRow(tab) },
  { name: 'blocked', path: '/email/blocked', ready: 'main section', phone: true },
  { name: 'filters', path: '/email/filters', ready: 'main' },
  { name: 'users', path: '/settings/users', ready: row },
  { name: 'outgoing', path: '/settings/outgoing', ready: 'main form' },
  { name: 'profile', path: '/profile', ready: 'main form', phone: true },
];

async function openRow(tab) {
  await tab.locator(row).first().click();
  await tab.getByRole('dialog').waitFor();
  await tab.waitForLoadState('networkidle');
}

async function openCase(tab) {
  await tab.locator(row).first().click();
  await tab.locator('article').first().waitFor();
}

async function signIn(tab, user) {
  await tab.goto(`${base}/sign-in`);
  await tab.locator('input[type=email]').fill(user);
  await tab.locator('input[autocomplete=current-password]').fill(PASSWORD);
  await tab.keyboard.press('Enter');
  await tab.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The cookies of a user who has signed in, once for all pictures. */
async function sessionOf(browser, user) {
  const context = await browser.newContext();
  await signIn(await context.newPage(), user);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** One picture in one size and scheme. */
async function take(browser, session, picture, [size, scheme]) {
  const context = await browser.newContext({
    storageState: picture.user === null ? undefined : session,
    viewport: size === 'wide' ? WIDE : PHONE,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'nb-NO',
    timezoneId: 'Europe/Oslo',
    hasTouch: size === 'phone',
  });
  const tab = await context.newPage();
  tab.on('pageerror', (error) => console.log(`${picture.name}: ${error}`));
  await tab.goto(base + picture.path);
  await tab.locator(picture.ready).first().waitFor({ timeout: 10_000 });
  await picture.act?.(tab);
  await tab.waitForTimeout(400);
  await tab.screenshot({ path: `${out}/${picture.name}-${size}-${scheme}.png` });
  await picture.undo?.(tab);
  await context.close();
}

/** A morning's work, so that there is something to see: owners, an answer on its way, a closed case. */
async function workALittle(browser, session) {
  const context = await browser.newContext({ storageState: session });
  const headers = { origin: base };
  const call = async (method, path, data) => {
    const answer = await context.request.fetch(`${base}/api/v1${path}`, { method, headers, data });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const people = (await call('GET', '/people')).rows;
  const cases = (await call('GET', '/cases?status=all&sort=number')).rows;
  for (const [index, found] of cases.entries()) {
    const owner_id = [people[0].id, people[1].id, null][index % 3];
    await call('PATCH', `/cases/${found.id}`, { owner_id, status: index === 4 ? 'waiting' : 'open' });
  }
  const text =
    'Hei,\n\ntakk for beskjed. Vi har lagt inn flyttingen fra 1. desember.\n\nVennlig hilsen\nAda Berg';
  await call('POST', `/cases/${cases[0].id}/reply`, { text });
  await call('POST', `/cases/${cases[2].id}/comments`, { text: 'Ringer kunden i morgen tidlig.' });
  await context.close();
}

await mkdir(out, { recursive: true });
const browser = await startBrowser();
const session = await sessionOf(browser, 'admin@vestvik.example');
await workALittle(browser, session);
for (const picture of PICTURES.filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
  const kinds = [['wide', 'light']];
  if (picture.dark) kinds.push(['wide', 'dark']);
  if (picture.phone) kinds.push(['phone', 'light']);
  if (picture.phone && picture.dark) kinds.push(['phone', 'dark']);
  for (const kind of kinds) {
    await take(browser, session, picture, kind).catch((error) =>
      console.log(`${picture.name} ${kind}: ${error}`),
    );
  }
}
await browser.close();
