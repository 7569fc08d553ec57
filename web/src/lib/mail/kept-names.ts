// Of which mails something holds that no draft tells: kept in this browser by their names, for each user on his own, since the
// names of mails to many are the same for everybody.
import { ownKey } from '@/lib/session/known-here';

/** Of more than these the oldest are forgotten. */
const NAMES_MAX = 20;

/** The names that are kept under `key`. */
export function keptNames(key: string) {
  const all = (): string[] => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(ownKey(key)) ?? '[]');
      return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
    } catch {
      return [];
    }
  };
  const keep = (next: string[]) => {
    try {
      localStorage.setItem(ownKey(key), JSON.stringify(next.slice(-NAMES_MAX)));
    } catch {
      // A browser that keeps nothing knows of it as long as the form is open.
    }
  };
  return {
    has: (name: string) => all().includes(name),
    add: (name: string) => {
      if (!all().includes(name)) keep([...all(), name]);
    },
    drop: (name: string) => {
      if (all().includes(name)) keep(all().filter((kept) => kept !== name));
    },
  };
}
