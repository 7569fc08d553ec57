// A message of the conversation is brought into sight.

/** What an element is called that shows this message. */
export const messageAnchor = (id: string) => `message-${id}`;

/** Scrolls to it; nothing where it is not on the page. */
export function showMessage(id: string): void {
  document.getElementById(messageAnchor(id))?.scrollIntoView({ block: 'center' });
}
