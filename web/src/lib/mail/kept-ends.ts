// That a first mail ended elsewhere is kept in this browser until its author knows: where he types on it is a draft again, which
// looks like any other when it is opened later.
import { keptNames } from './kept-names';
import { keyOf } from './send-key';

const ended = keptNames('posthus.ended-mails');

export function isEndKept(name: string): boolean {
  return ended.has(name);
}

export function keepEnd(name: string) {
  // What has no key is another mail each time.
  if (keyOf(name) !== undefined) ended.add(name);
}

export function dropEnd(name: string) {
  ended.drop(name);
}
