import { afterEach, expect, test, vi } from 'vitest';
import { tellHeight } from './foot-height';

afterEach(() => vi.unstubAllGlobals());

test('the styles know how high the foot is, as long as it is there', () => {
  let measure = () => undefined as unknown;
  const disconnect = vi.fn();
  class Observer {
    constructor(told: () => void) {
      measure = told;
    }
    observe = () => measure();
    disconnect = disconnect;
  }
  vi.stubGlobal('ResizeObserver', Observer);
  const foot = document.createElement('div');
  const known = () => document.documentElement.style.getPropertyValue('--ph-foot');
  Object.defineProperty(foot, 'offsetHeight', { configurable: true, value: 90 });
  const leave = tellHeight(foot);
  expect(known()).toBe('90px');
  Object.defineProperty(foot, 'offsetHeight', { value: 48 });
  measure();
  expect(known()).toBe('48px');
  leave?.();
  expect(disconnect).toHaveBeenCalledOnce();
  expect(known()).toBe('');
  expect(tellHeight(null)).toBeUndefined();
});
