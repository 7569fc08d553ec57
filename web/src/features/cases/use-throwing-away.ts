// Throwing away the first mail of a case: it goes at once, and comes back for a while, as long as its form is open.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { newSendKey } from '@/lib/mail/send-key';
import { notifyUndo } from './components/UndoToast';
import { RETURNS_S } from './use-discarding';
import type { useNewWriting } from './use-new-draft';

export function useThrowingAway({ fields, files, change, discard }: ReturnType<typeof useNewWriting>) {
  const { t } = useTranslation();
  const latest = useRef({ files, change });
  latest.current = { files, change };
  const over = useRef<() => void>(undefined);
  // Without its form there is nothing that it could come back to.
  useEffect(() => () => over.current?.(), []);
  // What is begun since is not written over.
  const isBegun = fields.text !== '' || fields.html !== null || fields.subject !== '';
  useEffect(() => {
    if (!isBegun) return;
    over.current?.();
    over.current = undefined;
  }, [isBegun]);
  return () => {
    const uploads = files.uploadsOf('new', fields.html);
    const before = fields;
    discard();
    over.current = notifyUndo({
      id: `discarded-${newSendKey()}`,
      seconds: RETURNS_S,
      title: t('reply.discarded'),
      did: 'discarded',
      onUndo: () => {
        over.current = undefined;
        latest.current.files.restore('new', uploads, before.html);
        latest.current.change(before);
      },
    });
  };
}
