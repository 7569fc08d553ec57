// Of which mails to many the cases are to be closed. No draft tells: this browser keeps it until the mail is sent or thrown away.
import { keptNames } from './kept-names';

const closing = keptNames('posthus.closing-mails');

export function isClosing(name: string): boolean {
  return closing.has(name);
}

export function keepClosing(name: string, isWanted: boolean) {
  if (isWanted) closing.add(name);
  else closing.drop(name);
}
