import { renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useShortcuts } from './use-shortcuts';

afterEach(() => {
  document.body.innerHTML = '';
});

const press = (on: Element | null) =>
  on?.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true, cancelable: true }));

test('a key on a button of what is being written is no shortcut, and one on the box itself is', () => {
  const close = vi.fn();
  renderHook(() => useShortcuts({ e: close }));
  document.body.innerHTML =
    '<section data-writing="" tabindex="-1"><button type="button">Send</button></section><i id="page"></i>';
  press(document.querySelector('button'));
  expect(close).not.toHaveBeenCalled();
  press(document.querySelector('section'));
  press(document.querySelector('#page'));
  expect(close).toHaveBeenCalledTimes(2);
});

test('a key that closes a dialog is none of the page below', () => {
  const leave = vi.fn();
  renderHook(() => useShortcuts({ e: leave }));
  document.body.innerHTML = '<div role="dialog"><button type="button">Save</button></div><i id="page"></i>';
  const close = () => document.querySelector('[role="dialog"]')?.removeAttribute('role');
  window.addEventListener('keydown', close, true);
  press(document.querySelector('button'));
  window.removeEventListener('keydown', close, true);
  expect(leave).not.toHaveBeenCalled();
  press(document.querySelector('#page'));
  expect(leave).toHaveBeenCalledTimes(1);
});
