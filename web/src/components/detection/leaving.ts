// How an address field is left: what looks for its servers by itself, and what does not.
import type { FocusEvent, KeyboardEvent } from 'react';

/**
 * Whether somebody goes on to what follows, which by keyboard is the button that finds; whoever presses another
 * button wants what that one does.
 */
export function goesOn({ relatedTarget }: FocusEvent): boolean {
  return !(relatedTarget instanceof HTMLButtonElement) || relatedTarget.dataset.finds !== undefined;
}

/** Enter finds, and saves nothing that nobody has looked at. */
export function onEnter(event: KeyboardEvent, find: () => void) {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  find();
}
