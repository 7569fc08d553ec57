// Distribution lists among addresses: `list:` and the list's id stands for one, as the server reads it.
import { isAddress } from './address';

const LIST = /^list:(\d+)$/;

/** The list that a text stands for. */
export function listOf(text: string): string | null {
  return LIST.exec(text.trim())?.[1] ?? null;
}

/** What stands for a list among addresses. */
export function typedList(id: string): string {
  return `list:${id}`;
}

/** Whether mail can be sent to what stands there: an address, or a list. */
export function isRecipient(text: string): boolean {
  return isAddress(text) || listOf(text) !== null;
}
