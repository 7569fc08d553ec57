// Which new mail is written, whom it is to go to, and with which template it begins, in the address of its page. Anybody can write such a link, so it holds what could be
// typed there, and no more than one looks through.
import { isAddress } from '../mail/address';
import { typedList } from '../mail/distribution-list';
import { isMailName } from '../mail/send-key';

export type StartSearch = {
  to?: string[];
  list?: string;
  template?: string;
  /** Which of the mails that were begun; a new one where none is named. */
  mail?: string;
};

/** Addresses that a link brings. */
export const LINKED_MAX = 20;

/** Reads it, whatever somebody typed there. */
export function readStartSearch(raw: Record<string, unknown>): StartSearch {
  const typed = Array.isArray(raw.to) ? raw.to : [raw.to];
  const texts = typed.flatMap((one) => (typeof one === 'string' ? one.split(/[\s,;]+/) : []));
  const keys = texts.map((text) => text.toLowerCase());
  const to = texts.filter((text, at) => isAddress(text) && keys.indexOf(text.toLowerCase()) === at);
  return {
    to: to.length > 0 ? to.slice(0, LINKED_MAX) : undefined,
    list: idIn(raw.list),
    template: idIn(raw.template),
    mail: mailName(raw.mail),
  };
}

function mailName(value: unknown): string | undefined {
  return typeof value === 'string' && isMailName(value) ? value : undefined;
}

function idIn(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^\d{1,19}$/.test(text) ? text : undefined;
}

/** The same as recipients: addresses, and what stands for the list among them. */
export function askedIn({ to = [], list }: StartSearch): string[] {
  return list === undefined ? to : [...to, typedList(list)];
}
