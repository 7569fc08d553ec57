// Where the text of mails to many goes that were taken back: into their form where that stands open and empty, else to the server.
// What cannot be kept there is a lost mail as any other: it stands among the drafts, is tried on, and its form goes on with it.
import type { Upload } from '@/lib/api/types';
import { askBeforeClosing } from '@/lib/drafts/ask-before-closing';
import { keepClosing } from '@/lib/mail/closing-many';
import { furtherOf, MANY, type Many } from '@/lib/mail/many';
import { newSendKey } from '@/lib/mail/send-key';
import { findNewDraft, keepNewDraft } from './api/start-case';
import { arrived, leave, newMailOf } from './last-words';
import { bodyOf, forgetLost, type Lost, loseMail, lostMail } from './lost-mails';
import type { Fields } from './use-new-draft';

/** How long a server that does not answer keeps a text from being put anywhere. */
const LOOK_MS = 5_000;

export type TakenBack = {
  fields: Fields;
  uploads: Upload[];
  /** Whether the cases were to be closed with it. */
  close: boolean;
};

/** `window` is where a mail of nothing but choices is: it is no draft. Neither is what its author threw away before it was kept. */
export type Place = 'form' | 'draft' | 'beside' | 'window';

/** Takes it in, where nothing is written; says whether. */
type TakeIn = (text: TakenBack) => boolean;

/** The forms that stand open, by the names of their drafts. */
const forms = new Map<string, TakeIn>();
/** What is no draft, by the names of the forms that take it in when they are opened. */
const choices = new Map<string, TakenBack>();
/** Who waits for what is not kept yet, by the name that its draft gets. */
const awaited = new Map<string, (place: Place) => void>();

/** A form stands open under this name, and takes in what waits for it; returns what ends that. */
export function openForm(name: string, takeIn: TakeIn): () => void {
  const text = choices.get(name);
  if (text && takeIn(text)) choices.delete(name);
  forms.set(name, takeIn);
  // What is not kept yet it goes on with.
  settle(name, 'form');
  return () => {
    if (forms.get(name) === takeIn) forms.delete(name);
  };
}

function settle(name: string, place: Place) {
  awaited.get(name)?.(place);
  awaited.delete(name);
}

/** Puts it back; `onFailure` is told why where it cannot be kept, which is tried on: how that ends may be known much later. */
export async function putBack(
  kind: Many,
  text: TakenBack,
  onFailure: (error: unknown) => void,
): Promise<Place> {
  const place = newMailOf(MANY[kind]);
  const tried = arrived(place).then(() => attempt(kind, text, onFailure));
  // Whoever opens its form meanwhile waits for it.
  const nothingMore = () => Promise.resolve();
  void leave(place, { running: tried.catch(nothingMore), send: nothingMore });
  const over = askBeforeClosing();
  try {
    return (await tried)();
  } finally {
    over();
  }
}

/** Tries it once; returns what tells where it is in the end. */
async function attempt(
  kind: Many,
  text: TakenBack,
  onFailure: (error: unknown) => void,
): Promise<() => Place | Promise<Place>> {
  const first = MANY[kind];
  const isNone = async () => !(await findNewDraft(first, AbortSignal.timeout(LOOK_MS)));
  // What was begun there since is not written over, nor what may have been.
  const isFree = !forms.has(first) && (await isNone().catch(() => false)) && !lostMail(first);
  const form = forms.get(first);
  if (form?.(text)) return () => 'form';
  const name = isFree && !form ? first : furtherOf(kind);
  const mail = lostOf(text);
  try {
    const { version } = await keepNewDraft(name, bodyOf(mail));
    const place = kept(name, version, text);
    return () => place;
  } catch (error) {
    if (forms.get(name)?.(text)) return () => 'form';
    // By its writer the server knows it again, where the answer alone was lost.
    const place = keepLater(name, mail, text);
    onFailure(error);
    return () => place;
  }
}

/** As one that was written here and could not be kept. */
function lostOf({ fields, uploads }: TakenBack): Lost {
  return { fields, uploads, seen: undefined, known: 0, writer: newSendKey() };
}

function keepLater(name: string, mail: Lost, text: TakenBack): Promise<Place> {
  keepClosing(name, text.close);
  const onKept = ({ version }: { version: number }) => {
    forgetLost(name);
    settle(name, kept(name, version, text));
  };
  loseMail(name, mail, onKept, () => settle(name, 'window'));
  return new Promise((resolve) => awaited.set(name, resolve));
}

/** What has arrived lies there. */
function kept(name: string, version: number, text: TakenBack): Place {
  const isFirst = Object.values(MANY).includes(name);
  if (version === 0) {
    if (isFirst) choices.set(name, text);
    return 'window';
  }
  keepClosing(name, text.close);
  return isFirst ? 'draft' : 'beside';
}
