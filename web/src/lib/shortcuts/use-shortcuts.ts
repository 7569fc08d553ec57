// Keyboard shortcuts of one key ("r") or two in a row ("g c"). They are off while somebody types,
// and while a dialog is open, which has keys of its own.
import { useEffect, useRef } from 'react';

export type Shortcuts = Record<string, () => void>;

/** How long the second key of a pair may take. */
const PAIR_MS = 1200;

/** The attribute of a place where somebody writes: what stands in it takes no shortcuts. */
const WRITING = 'data-writing';
/** Makes a place such a one. */
export const writingPlace = { [WRITING]: '' } as const;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // On a button of what is being written, too: the next key is meant for the text. The box itself is where the keyboard
  // lands when a mail was sent.
  const writing = target.closest(`[${WRITING}]`);
  if (writing !== null && writing !== target) return true;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function isInDialog(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** Binds the shortcuts while the component is shown. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const bound = useRef(shortcuts);
  bound.current = shortcuts;
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    let isOfDialog = false;
    // A dialog that the key closes is gone by the time the key comes to the page.
    const look = () => {
      isOfDialog = isInDialog();
    };
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || isOfDialog || isInDialog()) return;
      const pair = first && event.timeStamp - firstAt < PAIR_MS ? `${first} ${event.key}` : '';
      first = event.key;
      firstAt = event.timeStamp;
      const action = bound.current[pair] ?? (pair.startsWith('g ') ? undefined : bound.current[event.key]);
      if (!action) return;
      event.preventDefault();
      first = '';
      action();
    };
    window.addEventListener('keydown', look, true);
    document.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', look, true);
      document.removeEventListener('keydown', press);
    };
  }, []);
}
