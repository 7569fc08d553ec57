// Throwing away the first mail of a case: it goes at once, and comes back for a while, as long as its form is open.
import { useEffect, useRef } from 'react';
import { useComingBack } from './use-coming-back';
import type { useNewWriting } from './use-new-draft';

export function useThrowingAway({ fields, files, change, discard }: ReturnType<typeof useNewWriting>) {
  const latest = useRef({ files, change });
  latest.current = { files, change };
  const { offer, end } = useComingBack(fields.text !== '' || fields.html !== null || fields.subject !== '');
  // Without its form there is nothing that it could come back to.
  useEffect(() => end, [end]);
  /** `onBack` hears of it when it comes back. */
  return (onBack = () => {}) => {
    const uploads = files.uploadsOf('new', fields.html);
    const before = fields;
    discard();
    offer(() => {
      latest.current.files.restore('new', uploads, before.html);
      latest.current.change(before);
      onBack();
    });
  };
}
