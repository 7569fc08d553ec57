// Chromium as the scripts of this folder start it.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

export function startBrowser() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!executablePath)
    throw new Error('there is no Chromium; `make parts` installs it, or CHROMIUM says where it is');
  return chromium.launch({ executablePath, args: SWITCHES });
}

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
