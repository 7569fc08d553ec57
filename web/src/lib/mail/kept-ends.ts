// That a first mail ended elsewhere is kept in this browser until its author knows: where he types on it is a draft again, which
// looks like any other when it is opened later. The names of mails to many are the same for everybody: each has his own.
import { ownKey } from '@/lib/session/known-here';
import { keyOf } from './send-key';

const KEY = 'posthus.ended-mails';
/** Of more than these the oldest are forgotten. */
const NAMES_MAX = 20;

function names(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(ownKey(KEY)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

function keep(next: string[]) {
  try {
    localStorage.setItem(ownKey(KEY), JSON.stringify(next.slice(-NAMES_MAX)));
  } catch {
    // A browser that keeps nothing tells of it in the window that found it alone.
  }
}

export function isEndKept(name: string): boolean {
  return names().includes(name);
}

export function keepEnd(name: string) {
  // What has no key is another mail each time.
  if (keyOf(name) === undefined || isEndKept(name)) return;
  keep([...names(), name]);
}

export function dropEnd(name: string) {
  if (isEndKept(name)) keep(names().filter((kept) => kept !== name));
}
