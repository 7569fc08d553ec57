// The list of drafts with what could not be kept yet.
import type { Draft } from '@/lib/api/types';
import type { UnsavedDraft } from './unsaved';

export type ShownDraft = {
  draft: Draft;
  /** Whether the server has some of it, as far as is known. */
  isKept: boolean;
  /** Forgets what is not kept yet; none where all of it is. */
  drop?: UnsavedDraft['drop'];
  writer?: string;
};

const isAnswer = ({ mode }: Draft) => mode === 'reply' || mode === 'reply_all' || mode === 'new';

/** Whether the one takes the other's place: in a case one way of writing has one draft. */
const isSame = (one: Draft) => (other: Draft) => {
  if (one.case_id !== other.case_id) return false;
  if (one.case_id === null) return one.mail_key === other.mail_key;
  return one.mode === other.mode || (isAnswer(one) && isAnswer(other));
};

/**
 * What is not kept yet stands first, each in the place of what the server has of it, and is of that version: 0 where it has none.
 * Where it is not known what the server has, it may have some of each.
 */
export function withUnsaved(kept: Draft[] | undefined, unsaved: UnsavedDraft[]): ShownDraft[] {
  const first = unsaved.map(({ draft, ...more }) => {
    if (!kept) return { draft, isKept: true, ...more };
    const version = kept.find(isSame(draft))?.version ?? 0;
    return { draft: { ...draft, version }, isKept: version > 0, ...more };
  });
  const rest = (kept ?? []).filter((draft) => !unsaved.some((one) => isSame(one.draft)(draft)));
  return [...first, ...rest.map((draft) => ({ draft, isKept: true }))];
}
