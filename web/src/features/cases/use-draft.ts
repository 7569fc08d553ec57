// The draft of a case: kept on the server as its author types, so that a crash, a wrong click or another device
// loses nothing of it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiProblem } from '@/lib/api/problem';
import type { Upload } from '@/lib/api/types';
import { toTell } from '@/lib/drafts/to-tell';
import { dropUnsaved, holdUnsaved, leaveUnsaved } from '@/lib/drafts/unsaved';
import { useClosingQuestion } from '@/lib/drafts/use-closing-question';
import { leaveIfSignedOut } from '@/lib/session/leave-if-signed-out';
import { deleteDraft, draftsQuery, putDraft, putDraftAtLast } from './api/drafts';
import { caseQuery } from './api/get-case';
import {
  asKept,
  type Draft,
  emptyDraft,
  fromServer,
  type Mode,
  SLOTS,
  type Slot,
  slotOf,
  toServer,
} from './draft';
import { arrived, draftsOf, leave, wasUnderWay } from './last-words';
import { useDraftsChanged } from './use-drafts-changed';
import { useTryingAgain } from './use-trying-again';

/** A pause in typing after which the draft is kept. */
const PAUSE_MS = 800;

export type Keeping = 'none' | 'keeping' | 'kept' | 'failed';
type Slots = Record<Slot, Draft>;

const EMPTY: Slots = {
  reply: emptyDraft('reply'),
  forward: emptyDraft('forward'),
  comment: emptyDraft('comment'),
};

type Files = {
  /** The uploads that go with a text. */
  uploadsOf: (slot: Slot, html: string | null) => Upload[];
  /** Is handed the files of a draft that the server had. */
  onRestore: (slot: Slot, uploads: Upload[], html: string | null) => void;
  /** The draft that its author came for; the latest where he came for none. */
  wanted?: Slot;
};

/** What was left of a case's drafts while it is on its way: whoever comes back before goes on with it. */
type Left = {
  slots: Partial<Slots>;
  uploads: Map<Slot, Upload[]>;
  /** Of the page that was left, which hears of what arrives and of what does not. */
  versions: Map<Slot, number | null>;
  dirty: Set<Slot>;
  /** Whether its author has come back, who may have written on since. */
  isBack?: boolean;
};

const left = new Map<string, Left>();

/** What is being written in a case. */
export function useDraft(caseId: string, { uploadsOf, onRestore, wanted }: Files) {
  const [back] = useState(() => left.get(caseId));
  const [slots, setSlots] = useState<Slots>({ ...EMPTY, ...back?.slots });
  const [slot, setSlot] = useState<Slot>(() => slotOfLeft(back, wanted));
  const [keeping, setKeeping] = useState<Keeping>('none');
  const [overwrote, setOverwrote] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const dirty = useRef(back?.dirty ?? new Set<Slot>());
  /** What was sent to be kept, and is not known to have arrived. */
  const unsure = useRef(new Set<Slot>());
  /** What was sent or thrown away: an answer that was on its way then must not bring it back. */
  const gone = useRef(new Map<Slot, string>());
  /** One behind the other, since each goes on from what the one before it became. */
  const running = useRef<Promise<unknown>>(arrived(draftsOf(caseId)));
  /** The server's count of changes that each draft goes on from, and the one of a draft that is being sent. */
  const versions = useRef(back?.versions ?? new Map<Slot, number | null>());
  const sending = useRef(new Map<Slot, number | null>());
  /** Counts the texts of each draft: an answer that comes after its text is gone is of no other. */
  const turns = useRef(new Map<Slot, number>());
  const latest = useRef({ slots, uploadsOf, onRestore, wanted });
  latest.current = { slots, uploadsOf, onRestore, wanted };
  useClosingQuestion(keeping === 'failed');
  const stored = useQuery(draftsQuery(caseId));
  const client = useQueryClient();
  const changed = useDraftsChanged();
  const isLeft = useRef(back !== undefined);
  const again = useTryingAgain(() => SLOTS.filter((one) => dirty.current.has(one)).forEach(keep));

  // Once, as the texts.
  useEffect(() => {
    for (const [place, uploads] of back?.uploads ?? []) {
      latest.current.onRestore(place, uploads, back?.slots[place]?.html ?? null);
    }
  }, [back]);

  // What the server has is taken over wherever nothing newer stands on the screen.
  useEffect(() => {
    const found = (stored.data?.rows ?? []).flatMap((row) => {
      const draft = fromServer(row);
      return draft ? [{ draft, uploads: row.uploads }] : [];
    });
    const news = found.filter(({ draft }) => {
      const place = slotOf(draft.mode);
      if (dirty.current.has(place)) return false;
      if (!draft.returned && gone.current.get(place) === draft.text) return false;
      return draft.version !== versions.current.get(place);
    });
    if (news.length === 0) return;
    for (const { draft, uploads } of news) {
      versions.current.set(slotOf(draft.mode), draft.version);
      latest.current.onRestore(slotOf(draft.mode), uploads, draft.html);
    }
    setSlots((before) => {
      const after = { ...before };
      for (const { draft } of news) after[slotOf(draft.mode)] = draft;
      return after;
    });
    const first = news.find(({ draft }) => slotOf(draft.mode) === latest.current.wanted) ?? news[0];
    // Whoever came back goes on with what he was writing.
    const isBack = isLeft.current;
    isLeft.current = false;
    if (first && !isBack) setSlot(slotOf(first.draft.mode));
  }, [stored.data]);

  /** The draft as it stands, going on from what the server said last. */
  const bodyOf = useCallback((place: Slot) => {
    const written = latest.current.slots[place];
    const uploads = latest.current.uploadsOf(place, written.html).map(({ id }) => id);
    return toServer({ ...written, version: versions.current.get(place) ?? null }, uploads);
  }, []);

  const keep = useCallback(
    (place: Slot) => {
      // That it is not saved yet stands there until it is.
      setKeeping((before) => (before === 'failed' ? before : 'keeping'));
      const put = async () => {
        // Kept, sent or thrown away while it waited.
        if (!dirty.current.delete(place)) return;
        unsure.current.add(place);
        const turn = turns.current.get(place);
        const isGone = () => turns.current.get(place) !== turn;
        try {
          const kept = await putDraft(caseId, place, bodyOf(place));
          const version = kept.version || null;
          changed.kept();
          unsure.current.delete(place);
          if (isGone()) {
            sending.current.set(place, version);
            return;
          }
          versions.current.set(place, version);
          setSlots((before) => ({ ...before, [place]: { ...before[place], version } }));
          setProblem(null);
          if (kept.overwrote) setOverwrote(true);
          if (dirty.current.size === 0) {
            again.over();
            forgetLeft(caseId);
          }
          setKeeping(version ? 'kept' : 'none');
        } catch (error) {
          if (isGone()) return;
          dirty.current.add(place);
          setProblem(toTell(error));
          setKeeping('failed');
          again.failed(error);
          leaveIfSignedOut(error);
        }
      };
      running.current = running.current.then(put);
    },
    [caseId, bodyOf, changed, again],
  );

  // What this page was left with and could not be kept goes on being tried, here from now on.
  useEffect(() => {
    let isHere = true;
    if (back) back.isBack = true;
    const take = () => {
      if (isHere) holdUnsaved(draftsOf(caseId));
      if (isHere && dirty.current.size > 0) again.failed();
    };
    holdUnsaved(draftsOf(caseId));
    // What is on its way yet may fail.
    void running.current.then(take);
    return () => {
      isHere = false;
    };
  }, [caseId, back, again]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Notes that a draft changed; it is kept after a pause. */
  const touch = useCallback(
    (place: Slot) => {
      dirty.current.add(place);
      gone.current.delete(place);
      again.rest();
      clearTimeout(timer.current);
      timer.current = setTimeout(() => SLOTS.filter((one) => dirty.current.has(one)).forEach(keep), PAUSE_MS);
    },
    [keep, again],
  );

  // When the page goes away, so does the timer; what is not kept yet is handed to the browser.
  useEffect(() => {
    const [own, sent, known] = [dirty.current, unsure.current, versions.current];
    const takeOut = () => {
      clearTimeout(timer.current);
      const places = SLOTS.filter((place) => own.has(place) || sent.has(place));
      const typed = new Set(own);
      own.clear();
      return { typed, bodies: places.map((place) => [place, bodyOf(place)] as const) };
    };
    const atLast = () => {
      for (const [place, body] of takeOut().bodies) {
        void putDraftAtLast(caseId, place, body).then((kept) => {
          if (kept) return;
          // The page may be shown again.
          own.add(place);
          again.failed();
        });
      }
    };
    window.addEventListener('pagehide', atLast);
    return () => {
      window.removeEventListener('pagehide', atLast);
      const { typed, bodies } = takeOut();
      let isLost = false;
      const put = async ([place, body]: (typeof bodies)[number]) => {
        // Only this page is left: what is on its way arrives first, and is kept once more where it failed.
        if (!typed.has(place) && !sent.has(place)) return;
        const kept = await putDraftAtLast(caseId, place, { ...body, seen_version: known.get(place) ?? null });
        if (kept) {
          known.set(place, kept.version || null);
          return;
        }
        own.add(place);
        isLost = true;
      };
      // Whoever comes back meanwhile waits for it, and goes on from what it became.
      const save = () => {
        const all = Promise.all(
          bodies.map(async ([place, body]) => {
            if (!own.has(place)) return;
            const kept = await putDraft(caseId, place, { ...body, seen_version: known.get(place) ?? null });
            known.set(place, kept.version || null);
            if (!behind.isBack) own.delete(place);
          }),
        );
        const over = all.then(() => {
          if (left.get(caseId) === behind) forgetLeft(caseId);
          changed.left();
        });
        const nothingMore = () => Promise.resolve();
        void leave(draftsOf(caseId), { running: over.catch(nothingMore), send: nothingMore });
        return over;
      };
      const shown = client.getQueryData(caseQuery(caseId).queryKey);
      const tryOn = () => {
        const rows = texts.filter(([place]) => own.has(place));
        const drafts = rows.map(([place, draft]) => ({
          draft: asKept(draft, { id: caseId, case: shown, uploads: uploads.get(place) ?? [] }),
          drop: () => {
            own.delete(place);
            delete behind.slots[place];
            if (own.size > 0) tryOn();
            else forgetLeft(caseId);
            return wasUnderWay(draftsOf(caseId));
          },
        }));
        leaveUnsaved(draftsOf(caseId), { save, drafts });
      };
      const arrival = leave(draftsOf(caseId), {
        running: running.current,
        send: () => Promise.all(bodies.map(put)),
      });
      void arrival.then(changed.left);
      if (bodies.length === 0) return;
      const { slots, uploadsOf } = latest.current;
      const texts = bodies.map(([place]) => [place, slots[place]] as const);
      const uploads = new Map(texts.map(([place, { html }]) => [place, uploadsOf(place, html)]));
      const behind: Left = { slots: Object.fromEntries(texts), uploads, versions: known, dirty: own };
      left.set(caseId, behind);
      // What could not be kept at last either stays for whoever comes back, and is tried on.
      void arrival.then(() => {
        if (left.get(caseId) !== behind) return;
        if (isLost) tryOn();
        else forgetLeft(caseId);
      });
    };
  }, [caseId, client, bodyOf, changed, again]);

  const change = useCallback(
    (next: Partial<Draft>) => {
      setSlots((before) => ({ ...before, [slot]: { ...before[slot], ...next } }));
      touch(slot);
    },
    [slot, touch],
  );

  /** Goes on in another mode; the two ways of answering keep their text. */
  const start = useCallback((mode: Mode, about: Partial<Draft> | ((draft: Draft) => Partial<Draft>) = {}) => {
    const place = slotOf(mode);
    setSlot(place);
    setSlots((before) => {
      const more = typeof about === 'function' ? about(before[place]) : about;
      return { ...before, [place]: { ...before[place], mode, ...more } };
    });
  }, []);

  /** Empties the draft; `thrown` also on the server, which forgets a sent one by itself. */
  const clear = useCallback(
    (place: Slot, thrown: boolean) => {
      clearTimeout(timer.current);
      dirty.current.delete(place);
      unsure.current.delete(place);
      gone.current.set(place, latest.current.slots[place].text);
      turns.current.set(place, (turns.current.get(place) ?? 0) + 1);
      sending.current.set(place, versions.current.get(place) ?? null);
      versions.current.delete(place);
      setKeeping('none');
      setProblem(null);
      setOverwrote(false);
      setSlots((before) => ({ ...before, [place]: emptyDraft(place) }));
      const others = [...dirty.current];
      again.over();
      forgetLeft(caseId);
      if (others.length > 0) timer.current = setTimeout(() => others.forEach(keep), PAUSE_MS);
      if (!thrown) return;
      // Behind what is on its way, which would bring it back.
      running.current = running.current
        .then(() => deleteDraft(caseId, place))
        .catch(() => undefined)
        .then(changed.left);
    },
    [caseId, keep, changed, again],
  );

  /** Puts a draft back that could not be sent: on the server it lies as it was. */
  const putBack = useCallback(
    (draft: Draft) => {
      const place = slotOf(draft.mode);
      const version = sending.current.get(place) ?? null;
      versions.current.set(place, version);
      setSlots((before) => ({ ...before, [place]: { ...draft, version } }));
      touch(place);
    },
    [touch],
  );

  return {
    draft: slots[slot],
    slot,
    keeping,
    /** Why it cannot be kept, where waiting does not help. */
    problem,
    overwrote,
    change,
    start,
    clear,
    putBack,
    touch,
    /** Ends when nothing is being kept any more. */
    settled: () => running.current,
    seenOverwrite: () => setOverwrote(false),
  };
}

/** It is kept, sent or thrown away. */
function forgetLeft(caseId: string) {
  left.delete(caseId);
  dropUnsaved(draftsOf(caseId));
}

/** Where whoever comes back goes on: at what he came for, or at what he left. */
function slotOfLeft(back: Left | undefined, wanted: Slot | undefined): Slot {
  const places = SLOTS.filter((place) => back?.slots[place]);
  return places.find((place) => place === wanted) ?? places[0] ?? 'reply';
}
