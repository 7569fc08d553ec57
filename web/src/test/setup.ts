// What Mantine and the virtual lists need from a browser that happy-dom does not measure.
import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { startI18n } from '@/lib/i18n';

beforeEach(async () => {
  localStorage.clear();
  await startI18n('en');
});
afterEach(cleanup);

Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, value: 600 });
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, value: 1000 });
