// What was typed and could not be kept as its page was left: it goes on being tried whatever page is shown, stands among the
// drafts until it is kept, and the window is not closed over it without a question.
import { useSyncExternalStore } from 'react';
import type { Draft } from '@/lib/api/types';
import { leaveIfSignedOut } from '@/lib/session/leave-if-signed-out';
import { askBeforeClosing } from './ask-before-closing';
import { tryingAgain } from './trying-again';

/** As the list of drafts shows it. */
export type UnsavedDraft = {
  draft: Draft;
  /** Under which name its window writes, by which the server knows what of it has arrived. */
  writer?: string;
  /** Throws it away at once; says when nothing of it is on its way any more, and whether something was that may have arrived. */
  drop: () => Promise<boolean>;
};

export type Unsaved = {
  /** Keeps it; rejects with what the server said where it is not kept. */
  save: () => Promise<unknown>;
  drafts: UnsavedDraft[];
};

type Entry = { stop: () => void; drafts: UnsavedDraft[] };

const entries = new Map<string, Entry>();
const listeners = new Set<() => void>();
let shown: UnsavedDraft[] = [];

let stopAsking: (() => void) | undefined;

function tell() {
  shown = [...entries.values()].flatMap(({ drafts }) => drafts);
  stopAsking?.();
  stopAsking = entries.size > 0 ? askBeforeClosing() : undefined;
  for (const heard of listeners) heard();
}

/** Goes on trying to keep what was left behind, by what it belongs to, in the place of what was left there before. */
export function leaveUnsaved(what: string, { save, drafts }: Unsaved): void {
  entries.get(what)?.stop();
  const attempt = () =>
    void save().then(
      () => {
        if (entries.get(what) === entry) dropUnsaved(what);
      },
      (error: unknown) => {
        again.failed(error);
        leaveIfSignedOut(error);
      },
    );
  const again = tryingAgain(attempt);
  const entry = { stop: again.listen(), drafts };
  entries.set(what, entry);
  again.failed();
  tell();
}

/** Its author is there again, whose page tries it from here on: it leaves it again, or drops it. */
export function holdUnsaved(what: string): void {
  entries.get(what)?.stop();
}

/** It is kept, sent or thrown away. */
export function dropUnsaved(what: string): void {
  entries.get(what)?.stop();
  if (entries.delete(what)) tell();
}

export function isUnsaved(what: string): boolean {
  return entries.has(what);
}

function subscribe(heard: () => void) {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/** What the list of drafts shows of it. */
export function useUnsaved(): UnsavedDraft[] {
  return useSyncExternalStore(subscribe, () => shown);
}
