// What Mantine and the virtual lists need from a browser that happy-dom does not measure.
import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { startI18n } from '@/lib/i18n';

beforeEach(async () => {
  localStorage.clear();
  await startI18n('en');
});
afterEach(cleanup);

const SIZES = { clientHeight: 600, clientWidth: 1000, offsetHeight: 600, offsetWidth: 1000 };
for (const [name, value] of Object.entries(SIZES)) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
}

// A field that grows measures itself again when fonts have arrived.
Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() });
