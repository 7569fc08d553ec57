// Of which mails to many the cases are to be closed. No draft tells: this browser keeps it until the mail is sent or thrown away, and
// beside it which draft it was chosen for. Their names are used again and again: where the mail was sent or thrown away on another
// device, it is another one that lies there.
import type { Draft } from '@/lib/api/types';
import { ownKey } from '@/lib/session/known-here';
import { manyOf } from './many';

const KEY = 'posthus.closing-mails';
/** Of more than these the oldest are forgotten. */
const MAILS_MAX = 20;
/** How many saves of a page that goes away may arrive unheard: the one that was under way, and the last one. */
const UNHEARD_MAX = 2;

/** What tells a draft from others of its name. */
type Known = Pick<Draft, 'version' | 'updated_at'>;

type Closing = {
  name: string;
  /** The draft as this browser knew it last; none before it is kept. */
  draft: Known | null;
  /** Whether the browser was handed one whose answer nobody may have heard. */
  is_handed: boolean;
};

/** The drafts as this window knows them, by their names. */
const drafts = new Map<string, Known | null>();

/** Whether the cases are to be closed with this mail; of a draft that was found, whether it is the one that this was chosen for. */
export function isClosing(name: string, found?: Known): boolean {
  const chosen = all().find((one) => one.name === name);
  if (!chosen || !found) return chosen !== undefined;
  const { version, updated_at } = chosen.draft ?? { version: 0, updated_at: null };
  const unheard = found.version - version;
  if (chosen.is_handed && unheard > 0 && unheard <= UNHEARD_MAX) return true;
  return unheard === 0 && found.updated_at === updated_at;
}

export function keepClosing(name: string, isWanted: boolean) {
  const others = all().filter((one) => one.name !== name);
  if (isWanted) keep([...others, { name, draft: drafts.get(name) ?? null, is_handed: false }]);
  else if (others.length < all().length) keep(others);
}

/** Its draft is this one from here on, as this window found or kept it; or there is none yet. */
export function noteDraft(name: string, draft: Known | null) {
  if (!manyOf(name)) return;
  const known = draft && { version: draft.version, updated_at: draft.updated_at };
  drafts.set(name, known);
  change(name, { draft: known, is_handed: false });
}

/** The page goes away, and hands the browser what was written last. */
export function noteHanded(name: string) {
  change(name, { is_handed: true });
}

function change(name: string, next: Partial<Closing>) {
  if (isClosing(name)) keep(all().map((one) => (one.name === name ? { ...one, ...next } : one)));
}

function all(): Closing[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(ownKey(KEY)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isOne) : [];
  } catch {
    return [];
  }
}

function isOne(value: unknown): value is Closing {
  return typeof value === 'object' && value !== null && 'name' in value && 'draft' in value;
}

function keep(next: Closing[]) {
  try {
    localStorage.setItem(ownKey(KEY), JSON.stringify(next.slice(-MAILS_MAX)));
  } catch {
    // A browser that keeps nothing knows of it as long as the form is open.
  }
}
