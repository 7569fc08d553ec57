// Throwing a draft away: it goes at once, and comes back for a while where that was a slip of the hand.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyProblem } from '@/components/problem/notify';
import { draftsQuery, putDraft } from './api/drafts';
import { fromServer, slotOf, toServer } from './draft';
import { useComingBack } from './use-coming-back';
import type { useWriting } from './use-writing';

type Writing = ReturnType<typeof useWriting>;

/** Throws away what is written in a case, with the way back. */
export function useDiscarding(caseId: string, { drafts, files }: Writing, onGone: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const here = useRef(true);
  const latest = useRef({ drafts, files });
  latest.current = { drafts, files };
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const { draft, slot } = drafts;
  const { offer } = useComingBack(draft.text !== '' || draft.html !== null);

  return () => {
    const uploads = files.uploadsOf(slot, draft.html);
    drafts.clear(slot, true);
    files.clear(slot);
    onGone();
    const deleted = drafts.settled();
    const back = async () => {
      if (here.current) {
        latest.current.files.restore(slot, uploads, draft.html);
        latest.current.drafts.putBack({ ...draft, returned: null });
        return;
      }
      // The box is gone: it lies there again for whoever comes back.
      await deleted;
      const { rows } = await client.fetchQuery({ ...draftsQuery(caseId), staleTime: 0 });
      // What is begun there since is not written over either.
      if (rows.map(fromServer).some((begun) => begun && slotOf(begun.mode) === slot)) return;
      const ids = uploads.map(({ id }) => id);
      await putDraft(caseId, slot, toServer({ ...draft, version: null }, ids));
      void client.invalidateQueries({ queryKey: ['drafts', 'all'] });
      await client.invalidateQueries({ queryKey: draftsQuery(caseId).queryKey });
    };
    offer(() => void back().catch((error: unknown) => notifyProblem(error, t)));
  };
}
