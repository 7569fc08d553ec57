import { afterEach, expect, test, vi } from 'vitest';
import { areKeysHeld, heldKeys, holdKeys } from './held-keys';

const press = (key: string, more: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );

afterEach(() => {
  heldKeys();
  vi.useRealTimers();
});

test('what is typed between two fields is kept and is no shortcut', () => {
  const shortcut = vi.fn();
  document.addEventListener('keydown', shortcut);
  holdKeys();
  for (const key of ['H', 'e', 'x', 'Backspace', 'i', 'Enter', 'Shift', 'r']) press(key);
  press('k', { ctrlKey: true });
  expect(shortcut.mock.calls.map(([event]) => event.key)).toEqual(['Shift', 'k']);
  expect(heldKeys()).toBe('Hei\nr');
  press('r');
  expect(shortcut).toHaveBeenCalledTimes(3);
  document.removeEventListener('keydown', shortcut);
});

test('a key in a field of its own is left to it', () => {
  const field = document.createElement('input');
  document.body.append(field);
  holdKeys();
  const event = new KeyboardEvent('keydown', { key: 'a', bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
  expect(heldKeys()).toBe('');
  field.remove();
});

test('a field that never comes gives the keys back to the page', () => {
  vi.useFakeTimers();
  holdKeys();
  expect(areKeysHeld()).toBe(true);
  vi.advanceTimersByTime(5000);
  expect(areKeysHeld()).toBe(false);
});
