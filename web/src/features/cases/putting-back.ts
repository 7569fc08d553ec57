// Where the text of mails to many goes that were taken back: into their form where that stands open and empty, else to the server,
// and as long as it is not there this window has it for the form that is opened next.
import type { DraftInput, Upload } from '@/lib/api/types';
import { furtherOf, MANY, type Many } from '@/lib/mail/many';
import { findNewDraft, keepNewDraft } from './api/start-case';
import { untilDone } from './until-done';
import type { Fields } from './use-new-draft';

export type TakenBack = {
  fields: Fields;
  uploads: Upload[];
  /** Whether the cases were to be closed with it. */
  close: boolean;
};

/** `window` is where a mail of nothing but choices is: it is no draft. */
export type Place = 'form' | 'draft' | 'beside' | 'window';

/** Takes it in, where nothing is written; says whether. */
type TakeIn = (text: TakenBack) => boolean;

/** The forms that stand open, by the names of their drafts. */
const forms = new Map<string, TakeIn>();
/** What is not on the server yet, by the name that its draft gets. */
const waiting = new Map<string, TakenBack>();
/** Of which mails the cases are to be closed, as far as this window knows: no draft tells. */
const closing = new Set<string>();
/** How many are on their way. */
let underWay = 0;

export function isClosing(name: string): boolean {
  return closing.has(name);
}

export function keepClosing(name: string, isWanted: boolean) {
  if (isWanted) closing.add(name);
  else closing.delete(name);
}

/** A form stands open under this name, and takes in what waits for it; returns what ends that. */
export function openForm(name: string, takeIn: TakeIn): () => void {
  const text = waiting.get(name);
  if (text && takeIn(text)) waiting.delete(name);
  forms.set(name, takeIn);
  return () => {
    if (forms.get(name) === takeIn) forms.delete(name);
  };
}

/** Puts it back; `onFailure` is told where that takes until there is a network again. */
export async function putBack(
  kind: Many,
  text: TakenBack,
  onFailure: (error: unknown) => void,
): Promise<Place> {
  const form = forms.get(MANY[kind]);
  if (form?.(text)) return 'form';
  // What was begun there since is not written over.
  let name = form ? furtherOf(kind) : MANY[kind];
  waiting.set(name, text);
  const attempt = async (): Promise<Place> => {
    if (name === MANY[kind] && (await findNewDraft(name))) {
      if (waiting.get(name) === text) waiting.delete(name);
      else return 'form';
      name = furtherOf(kind);
      waiting.set(name, text);
    }
    if (waiting.get(name) !== text) return 'form';
    const { version } = await keepNewDraft(name, draftOf(text));
    if (version === 0) return 'window';
    waiting.delete(name);
    keepClosing(name, text.close);
    return name === MANY[kind] ? 'draft' : 'beside';
  };
  underWay++;
  if (underWay === 1) window.addEventListener('beforeunload', holdPage);
  try {
    return await untilDone(attempt, onFailure);
  } finally {
    underWay--;
    if (underWay === 0) window.removeEventListener('beforeunload', holdPage);
  }
}

/** The browser asks before it throws away what is nowhere else. */
function holdPage(event: BeforeUnloadEvent) {
  event.preventDefault();
}

function draftOf({ fields, uploads }: TakenBack): DraftInput {
  return { ...fields, mailbox_id: null, upload_ids: uploads.map(({ id }) => id) };
}
