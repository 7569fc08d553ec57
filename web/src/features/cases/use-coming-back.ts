// What was thrown away comes back for a while, as long as nothing else is begun in its place.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { newSendKey } from '@/lib/mail/send-key';
import { notifyUndo } from './components/UndoToast';

/** How long it comes back, seconds. */
const RETURNS_S = 15;

/** Offers the way back; `end` takes the offer away. */
export function useComingBack(isBegun: boolean) {
  const { t } = useTranslation();
  const over = useRef<() => void>(undefined);
  const end = useRef(() => {
    over.current?.();
    over.current = undefined;
  });
  // What is begun since is not written over.
  useEffect(() => {
    if (isBegun) end.current();
  }, [isBegun]);
  const offer = (onUndo: () => void) => {
    over.current = notifyUndo({
      id: `discarded-${newSendKey()}`,
      seconds: RETURNS_S,
      title: t('reply.discarded'),
      did: 'discarded',
      onUndo: () => {
        over.current = undefined;
        onUndo();
      },
    });
  };
  return { offer, end: end.current };
}
