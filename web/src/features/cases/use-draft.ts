// The draft of a case: kept on the server as its author types, so that a crash, a wrong click or another device
// loses nothing of it.
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Upload } from '@/lib/api/types';
import { deleteDraft, draftsQuery, putDraft, putDraftAtLast } from './api/drafts';
import { type Draft, emptyDraft, fromServer, type Mode, SLOTS, type Slot, slotOf, toServer } from './draft';

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

/** What is being written in a case. */
export function useDraft(caseId: string, { uploadsOf, onRestore, wanted }: Files) {
  const [slots, setSlots] = useState(EMPTY);
  const [slot, setSlot] = useState<Slot>('reply');
  const [keeping, setKeeping] = useState<Keeping>('none');
  const [overwrote, setOverwrote] = useState(false);
  const dirty = useRef(new Set<Slot>());
  /** What was sent or thrown away: an answer that was on its way then must not bring it back. */
  const gone = useRef(new Map<Slot, string>());
  const running = useRef<Promise<unknown>>(Promise.resolve());
  const latest = useRef({ slots, uploadsOf, onRestore, wanted });
  latest.current = { slots, uploadsOf, onRestore, wanted };
  const stored = useQuery(draftsQuery(caseId));

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
      return draft.version !== latest.current.slots[place].version;
    });
    if (news.length === 0) return;
    for (const { draft, uploads } of news) {
      latest.current.onRestore(slotOf(draft.mode), uploads, draft.html);
    }
    setSlots((before) => {
      const after = { ...before };
      for (const { draft } of news) after[slotOf(draft.mode)] = draft;
      return after;
    });
    const first = news.find(({ draft }) => slotOf(draft.mode) === latest.current.wanted) ?? news[0];
    if (first) setSlot(slotOf(first.draft.mode));
  }, [stored.data]);

  const keep = useCallback(
    async (place: Slot) => {
      const written = latest.current.slots[place];
      const uploads = latest.current.uploadsOf(place, written.html).map(({ id }) => id);
      dirty.current.delete(place);
      setKeeping('keeping');
      const putting = putDraft(caseId, place, toServer(written, uploads));
      running.current = putting.catch(() => undefined);
      try {
        const kept = await putting;
        setSlots((before) => ({
          ...before,
          [place]: { ...before[place], version: kept.version || null },
        }));
        if (kept.overwrote) setOverwrote(true);
        setKeeping(kept.version ? 'kept' : 'none');
      } catch {
        dirty.current.add(place);
        setKeeping('failed');
      }
    },
    [caseId],
  );

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Notes that a draft changed; it is kept after a pause. */
  const touch = useCallback(
    (place: Slot) => {
      dirty.current.add(place);
      gone.current.delete(place);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => SLOTS.filter((one) => dirty.current.has(one)).forEach(keep), PAUSE_MS);
    },
    [keep],
  );

  // When the page goes away, so does the timer; what is not kept yet is handed to the browser.
  useEffect(() => {
    const atLast = () => {
      clearTimeout(timer.current);
      for (const place of dirty.current) {
        const written = latest.current.slots[place];
        const uploads = latest.current.uploadsOf(place, written.html).map(({ id }) => id);
        putDraftAtLast(caseId, place, toServer(written, uploads));
      }
      dirty.current.clear();
    };
    window.addEventListener('pagehide', atLast);
    return () => {
      window.removeEventListener('pagehide', atLast);
      atLast();
    };
  }, [caseId]);

  const change = useCallback(
    (next: Partial<Draft>) => {
      setSlots((before) => ({ ...before, [slot]: { ...before[slot], ...next } }));
      touch(slot);
    },
    [slot, touch],
  );

  /** Goes on in another mode; the two ways of answering keep their text. */
  const start = useCallback((mode: Mode, about: Partial<Draft> = {}) => {
    const place = slotOf(mode);
    setSlot(place);
    setSlots((before) => ({ ...before, [place]: { ...before[place], mode, ...about } }));
  }, []);

  /** Empties the draft; `thrown` also on the server, which forgets a sent one by itself. */
  const clear = useCallback(
    (place: Slot, thrown: boolean) => {
      clearTimeout(timer.current);
      dirty.current.delete(place);
      gone.current.set(place, latest.current.slots[place].text);
      setKeeping('none');
      setOverwrote(false);
      setSlots((before) => ({ ...before, [place]: emptyDraft(place) }));
      if (thrown) void deleteDraft(caseId, place).catch(() => undefined);
    },
    [caseId],
  );

  /** Puts a draft back that could not be sent. */
  const putBack = useCallback(
    (draft: Draft) => {
      const place = slotOf(draft.mode);
      setSlots((before) => ({ ...before, [place]: { ...draft, version: null } }));
      touch(place);
    },
    [touch],
  );

  return {
    draft: slots[slot],
    slot,
    keeping,
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
