// The first mail of a case while it is written: kept as a draft with its files, until it is sent.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFiles } from '@/components/files/use-files';
import type { ApiProblem } from '@/lib/api/problem';
import type { FromChoice, Draft as ServerDraft, SignatureChoice, Upload } from '@/lib/api/types';
import { toTell } from '@/lib/drafts/to-tell';
import { holdUnsaved } from '@/lib/drafts/unsaved';
import { useClosingQuestion } from '@/lib/drafts/use-closing-question';
import { isClosing, keepClosing } from '@/lib/mail/closing-many';
import { besideOf } from '@/lib/mail/many';
import { keyOf, newSendKey } from '@/lib/mail/send-key';
import { useLargestFile } from '@/lib/requests/own-sending';
import { leaveIfSignedOut } from '@/lib/session/leave-if-signed-out';
import { dropNewDraft, keepNewDraft, keepNewDraftAtLast } from './api/start-case';
import { arrived, leave, newMailOf } from './last-words';
import { bodyOf, forgetLost, type Lost, loseMail, lostMail } from './lost-mails';
import type { Keeping } from './use-draft';
import { useDraftsChanged } from './use-drafts-changed';
import { useEnded } from './use-ended';
import { useTryingAgain } from './use-trying-again';

/** A pause in typing after which the draft is kept. */
const PAUSE_MS = 800;

export type Fields = {
  mailbox_id: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  text: string;
  html: string | null;
  signature: SignatureChoice | null;
  from: FromChoice | null;
  template_id: string | null;
  needs_tls: boolean;
  tls_throughout: boolean;
  receipt: boolean;
  files_as_links: boolean;
};

/** The mail whose draft has this name, as it was begun, or as a new one begins. */
export function useNewWriting(name: string, begun: ServerDraft | null, empty: Fields) {
  const [back] = useState(() => lostMail(name));
  const [fields, setFields] = useState<Fields>(
    () => back?.fields ?? (begun ? fieldsOf(begun, empty) : empty),
  );
  const [keeping, setKeeping] = useState<Keeping>(begun ? 'kept' : 'none');
  const [overwrote, setOverwrote] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { noteKept, forgetEnd, isThere, needsDraft, version, isChanged, ...end } = useEnded(
    name,
    back?.known || begun?.version,
  );
  const changed = useDraftsChanged();
  useClosingQuestion(keeping === 'failed');
  // What this window kept the server knows by its name, whether or not its answers came; what lay there before, by the
  // version that was seen.
  const writer = useRef(back?.writer ?? newSendKey());
  const beside = useRef(besideOf(name));
  const seen = useRef(back ? back.seen : begun?.version);
  const touch = useRef<() => void>(() => undefined);
  // As long as it says the same it is the same mail, however often it is sent off.
  const sendKey = useRef(newSendKey());
  const altered = useCallback(() => {
    sendKey.current = newSendKey();
    touch.current();
  }, []);
  const files = useFiles(altered, useLargestFile());
  const { restore, uploadsOf, clear } = files;
  const state = useRef({
    dirty: false,
    over: false,
    /** Counts the saves: the last one has all of it. */
    saves: 0,
    /** Whether the last one is not known to have arrived. */
    unsure: back !== undefined,
    /** Whether the browser was handed one whose answer nobody waits for. */
    handed: false,
    /** Why the last one was not kept. */
    failure: undefined as unknown,
    /** What a page that was left keeps of it still comes first: behind the end of the mail it would bring its draft back. */
    running: arrived(newMailOf(name)),
  });
  const again = useTryingAgain(() => {
    if (state.current.dirty && !state.current.over) keep();
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ fields, uploadsOf });
  latest.current = { fields, uploadsOf };

  // Once: what comes later is typed here.
  const uploads = useRef<Upload[]>(back?.uploads ?? begun?.uploads ?? []);
  const begunHtml = useRef(fields.html);
  useEffect(() => {
    restore('new', uploads.current, begunHtml.current);
  }, [restore]);

  useEffect(() => {
    if (!back) return;
    // It is tried from here on.
    holdUnsaved(newMailOf(name));
    state.current.dirty = true;
    again.failed();
  }, [name, back, again]);

  /** Whether what this window kept is no more where it kept it, so that it is kept beside what took its place. */
  const isAside = useCallback(() => isChanged() && state.current.saves > 0, [isChanged]);

  /** The mail as it stands, going on from what the server said last. */
  const standing = useCallback((): Lost => {
    const { fields, uploadsOf } = latest.current;
    const goesOnFrom = { seen: seen.current, known: version(), writer: writer.current };
    return { fields, uploads: uploadsOf('new', fields.html), ...goesOnFrom };
  }, [version]);

  /**
   * Where it is kept as its author leaves it: what was written elsewhere meanwhile, and he is sent to look at, is not written
   * over, and both stand among his drafts.
   */
  const leftAt = useCallback(
    (mail: Lost): { place: string; mail: Lost } => {
      if (!isChanged()) return { place: name, mail };
      const place = beside.current;
      // What was lost under its name is this one.
      forgetLost(name);
      if (isClosing(name)) keepClosing(place, true);
      return { place, mail: { ...mail, seen: undefined, known: 0 } };
    },
    [name, isChanged],
  );

  const keep = useCallback(() => {
    const own = state.current;
    own.dirty = false;
    own.unsure = true;
    own.saves++;
    const save = own.saves;
    const isLast = () => own.saves === save;
    // That it is not saved yet stands there until it is.
    setKeeping((before) => (before === 'failed' ? before : 'keeping'));
    // One behind the other, since each goes on from what the one before it became.
    const put = () => keepNewDraft(name, bodyOf(standing()));
    own.running = own.running.then(put).then(
      (kept) => {
        seen.current = undefined;
        noteKept(kept.version);
        changed.kept();
        setProblem(null);
        if (kept.overwrote) setOverwrote(true);
        if (!isLast()) return;
        own.unsure = false;
        own.handed = false;
        again.over();
        forgetLost(name);
        setKeeping(kept.version ? 'kept' : 'none');
      },
      (error: unknown) => {
        if (!isLast()) return;
        own.failure = error;
        setProblem(toTell(error));
        own.dirty = true;
        setKeeping('failed');
        // What is being sent, or was held, is kept again when its author goes on.
        if (!own.over) again.failed(error);
        leaveIfSignedOut(error);
      },
    );
  }, [name, standing, noteKept, changed, again]);
  touch.current = () => {
    if (state.current.over) return;
    state.current.dirty = true;
    again.rest();
    clearTimeout(timer.current);
    timer.current = setTimeout(keep, PAUSE_MS);
  };

  /** What was typed last and is not kept yet is in other hands from here on. */
  const takeOut = useCallback(() => {
    clearTimeout(timer.current);
    const isTyped = state.current.dirty;
    state.current.dirty = false;
    return isTyped;
  }, []);
  // Only this page is left: what is on its way arrives first, and is kept once more where it failed.
  const leaveBehind = useCallback(
    (isTyped: boolean) => {
      const own = state.current;
      const behind = standing();
      const send = async () => {
        if (own.over || !(isTyped || own.unsure || isAside())) return;
        const { place, mail } = leftAt({ ...behind, seen: seen.current, known: version() });
        const note = ({ version }: { version: number }) => {
          if (place === name) noteKept(version);
          forgetLost(place);
        };
        const kept = await keepNewDraftAtLast(place, bodyOf(mail));
        if (kept) return note(kept);
        loseMail(place, mail, (kept) => {
          note(kept);
          changed.left();
        });
      };
      void leave(newMailOf(name), { running: own.running, send }).then(changed.left);
    },
    [name, standing, leftAt, isAside, version, noteKept, changed],
  );
  const isLeft = useRef(false);
  // When the page goes away, so does the timer; what is not kept yet is handed to the browser.
  useEffect(() => {
    const own = state.current;
    const atLast = () => {
      if (!(takeOut() || own.unsure || isAside()) || own.over) return;
      // The page may be shown again.
      own.handed = true;
      const { place, mail } = leftAt(standing());
      void keepNewDraftAtLast(place, bodyOf(mail)).then((kept) => {
        if (kept || own.over) return;
        own.dirty = true;
        // Tried on, it would take the other's place.
        if (place === name) again.failed();
      });
    };
    isLeft.current = false;
    window.addEventListener('pagehide', atLast);
    return () => {
      window.removeEventListener('pagehide', atLast);
      isLeft.current = true;
      // What is being sent may come back yet, with what was typed last.
      leaveBehind(!own.over && takeOut());
    };
  }, [name, standing, leftAt, isAside, takeOut, leaveBehind, again]);

  return {
    fields,
    files,
    keeping,
    /** Why it cannot be kept, where waiting does not help. */
    problem,
    /** Whether another window wrote a first mail too, and one took the other's place. */
    overwrote,
    seenOverwrite: () => setOverwrote(false),
    ...end,
    /** Whether it may go: nobody sent it or wrote on it elsewhere. */
    isThere: () => isThere(state.current.unsure || state.current.handed),
    /** Which draft ends with the mail: the one that this window kept, or found and did not change. */
    claim: () => ({
      draft_version: seen.current,
      writer: writer.current,
      mail_key: keyOf(name),
      needs_draft: needsDraft(),
    }),
    change: (next: Partial<Fields>) => {
      const before = latest.current.fields;
      setFields((before) => ({ ...before, ...next }));
      const says = Object.keys(next) as (keyof Fields)[];
      if (says.some((name) => next[name] !== before[name])) altered();
    },
    /** By what the server knows the mail again when it is sent off once more. */
    sendKey: () => sendKey.current,
    /** Nothing is kept from here on; ends when nothing is on its way. */
    finish: () => {
      clearTimeout(timer.current);
      again.rest();
      forgetLost(name);
      state.current.over = true;
      return state.current.running;
    },
    /**
     * It was held. What is kept already is not kept anew: it would be a draft of what went elsewhere. What was typed last is, when
     * its author goes on or leaves.
     */
    hold: () => {
      state.current.over = false;
      if (isLeft.current) leaveBehind(takeOut());
    },
    /** Its author knows, and goes on here. */
    seenEnd: () => {
      end.seenEnd();
      if (state.current.dirty || state.current.unsure) touch.current();
    },
    /** Keeps at once what was typed last; says whether all of it is kept. */
    keepNow: async () => {
      const own = state.current;
      if (own.dirty) {
        clearTimeout(timer.current);
        again.rest();
        keep();
      }
      await own.running;
      return !(own.dirty || own.unsure);
    },
    /** Keeps it where no draft of it is known yet, also while it is sent; rejects with why it could not be. */
    keepFirst: async () => {
      if (needsDraft()) return;
      keep();
      await state.current.running;
      if (state.current.unsure) throw state.current.failure;
    },
    /** It was not sent after all; where its page was left meanwhile, it is kept as what was left. */
    goOn: () => {
      state.current.over = false;
      if (isLeft.current) leaveBehind(true);
      else touch.current();
    },
    discard: () => {
      clearTimeout(timer.current);
      again.over();
      forgetLost(name);
      state.current.dirty = false;
      // What is under way is followed by its end.
      state.current.unsure = false;
      state.current.saves++;
      sendKey.current = newSendKey();
      setFields(empty);
      clear('new');
      setKeeping('none');
      setProblem(null);
      setOverwrote(false);
      forgetEnd();
      state.current.running = state.current.running
        .then(() => dropNewDraft(name, { version: seen.current, writer: writer.current }))
        .catch(() => undefined)
        .then(() => {
          seen.current = undefined;
          // Once more: what was under way has told of a version since.
          forgetEnd();
          changed.left();
        });
    },
  };
}

function fieldsOf(begun: ServerDraft, empty: Fields): Fields {
  const { mailbox_id, to, cc, bcc, subject, text, html, signature, from, template_id } = begun;
  const { needs_tls, tls_throughout, receipt, files_as_links } = begun;
  return {
    mailbox_id: mailbox_id ?? empty.mailbox_id,
    to: to ?? [],
    cc,
    bcc,
    subject: subject ?? '',
    text,
    html,
    signature,
    from,
    template_id,
    needs_tls,
    tls_throughout,
    receipt,
    files_as_links,
  };
}
