// Runs one script in Chromium: `node run.mjs sign-in < {"url": ..., "given": {...}}`; its answer goes to
// standard output as JSON. Started by e2e/src/browser.rs.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// The packages are those of the web application; this folder has none of its own.
const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const texts = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../web/src/lib/i18n/en.json', import.meta.url)), 'utf8'),
);

/** The English text of a key, as the page shows it; a `{{name}}` in it matches anything. */
function text(key) {
  const found = key.split('.').reduce((part, name) => part?.[name], texts);
  if (typeof found !== 'string') throw new Error(`there is no text ${key}`);
  if (!found.includes('{{')) return found;
  const escaped = found.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(/\{\{.*?\}\}/g, '.*')}$`);
}

async function signIn(page, url, { email, password }) {
  await page.goto(url);
  await page.getByLabel(text('signIn.email')).fill(email);
  await page.getByLabel(text('signIn.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: text('signIn.submit') }).click();
  await page.getByRole('navigation').first().waitFor();
  // Before it, the page asked who is signed in and was rightly told "nobody".
  complaints.length = 0;
}

const name = process.argv[2];
const { url, given } = JSON.parse(readFileSync(0, 'utf8'));
const { default: script } = await import(new URL(`./${name}.mjs`, import.meta.url));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: SWITCHES,
});
const context = await browser.newContext({
  viewport: given.phone ? PHONE : WIDE,
  locale: 'en-GB',
  timezoneId: 'Europe/Oslo',
  reducedMotion: 'reduce',
});
context.setDefaultTimeout(20_000);
const page = await context.newPage();
const complaints = [];
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
try {
  const answer = await script({ page, url, given, text, signIn: (who) => signIn(page, url, who) });
  process.stdout.write(JSON.stringify({ ...answer, complaints }));
} catch (error) {
  const picture = `${process.env.E2E_PICTURES ?? '/tmp'}/${name}.png`;
  await page.screenshot({ path: picture }).catch(() => {});
  process.stderr.write(`${error.stack}\nthe page: ${page.url()}, a picture of it: ${picture}\n`);
  process.stderr.write(complaints.map((complaint) => `the page complained: ${complaint}\n`).join(''));
  process.exitCode = 1;
} finally {
  await browser.close();
}
