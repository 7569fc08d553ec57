import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goToBox, goToHeading } from './keep-focus';

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => then());
  document.body.innerHTML = `
    <h1 id="case-heading" tabindex="-1">Case</h1>
    <section id="reply-box" tabindex="-1"><textarea></textarea></section>
    <div class="mantine-Notification-root"><button type="button">Undo</button></div>`;
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = '';
});

test('a keyboard that stands nowhere is led on', () => {
  goToHeading();
  expect(document.activeElement?.id).toBe('case-heading');
  (document.activeElement as HTMLElement).blur();
  goToBox();
  expect(document.activeElement?.id).toBe('reply-box');
});

test('a notice that goes away does not keep it, and whoever writes is left alone', () => {
  document.querySelector('button')?.focus();
  goToBox();
  expect(document.activeElement?.id).toBe('reply-box');
  document.querySelector('textarea')?.focus();
  goToHeading();
  goToBox();
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
});
