// The list of drafts with what could not be kept yet.
import type { Draft } from '@/lib/api/types';
import type { UnsavedDraft } from './unsaved';

export type ShownDraft = {
  draft: Draft;
  /** Forgets what is not kept yet; none where all of it is. */
  drop?: () => void;
};

/** What is not kept yet stands first, each in the place of what the server has of it, and is of that version: 0 where it has none. */
export function withUnsaved(kept: Draft[], unsaved: UnsavedDraft[]): ShownDraft[] {
  const isSame = (one: Draft) => (other: Draft) =>
    other.case_id === null && one.case_id === null && other.mail_key === one.mail_key;
  const first = unsaved.map(({ draft, drop }) => {
    const version = kept.find(isSame(draft))?.version ?? 0;
    return { draft: { ...draft, version }, drop };
  });
  const rest = kept.filter((draft) => !unsaved.some((one) => isSame(one.draft)(draft)));
  return [...first, ...rest.map((draft) => ({ draft }))];
}
