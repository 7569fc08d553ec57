// Where the keyboard goes on in a case when what it stood on is gone: a page that was left, a box that was emptied, a
// button in a notice.

const HEADING = 'case-heading';
const BOX = 'reply-box';

/** Makes a place one that the keyboard can be led to, though it is not on its way through the page. */
export const headingPlace = { id: HEADING, tabIndex: -1, style: { outline: 'none' } } as const;
export const boxPlace = { id: BOX, tabIndex: -1, style: { outline: 'none' } } as const;

/** Whether the keyboard stands nowhere, or on a notice that goes away by itself. */
function isLost(): boolean {
  const active = document.activeElement;
  if (!active || active === document.body || active.id === 'main') return true;
  return active.closest('.mantine-Notifications-root, .mantine-Notification-root') !== null;
}

const goTo = (id: string) => document.getElementById(id)?.focus({ preventScroll: true });

/** A case that is opened begins with its heading. */
export function goToHeading(): void {
  if (isLost()) goTo(HEADING);
}

/** After sending, and after a mail was taken back, it goes on at the case's box, where keys for the case still count. */
export function goToBox(): void {
  // What is emptied or filled is drawn first.
  requestAnimationFrame(() => {
    if (isLost()) goTo(BOX);
  });
}
