// What is typed while one text field gives way to another: nothing has the focus for a moment, and the page would take
// the keys for shortcuts. They are kept, and go to the field that comes.

/** How long the next field may take; then the keys are the page's again, milliseconds. */
const WAIT_MS = 5000;

let typed: string[] | null = null;
let over: ReturnType<typeof setTimeout> | undefined;

/** From here on keys that nothing has the focus for are kept. */
export function holdKeys(): void {
  if (typed === null) document.addEventListener('keydown', keep, true);
  typed ??= [];
  clearTimeout(over);
  over = setTimeout(heldKeys, WAIT_MS);
}

/** Whether keys are kept: the field that comes takes the focus. */
export function areKeysHeld(): boolean {
  return typed !== null;
}

/** Ends it; gives what was typed meanwhile, line ends in it. */
export function heldKeys(): string {
  clearTimeout(over);
  document.removeEventListener('keydown', keep, true);
  const text = (typed ?? []).join('');
  typed = null;
  return text;
}

function keep(event: KeyboardEvent): void {
  const isFree = event.target === document.body || event.target === document.documentElement;
  if (typed === null || !isFree || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Backspace') typed.pop();
  else if (event.key === 'Enter') typed.push('\n');
  else if ([...event.key].length === 1) typed.push(event.key);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
