import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { type Place, useRewrite } from './api/sent-message';
import type { Mode } from './draft';

/**
 * Makes a mail that did not arrive ready for another address this once, as a draft that nobody sends by itself. Whose address
 * it is from then on is said where the right one is entered.
 */
export function useRewriting(place: Place, onWrite: (mode: Mode) => void) {
  const { t } = useTranslation();
  const rewrite = useRewrite();
  const write = (address: string) =>
    rewrite.mutate(
      { ...place, correction: { address, lasting: false } },
      {
        onSuccess: ({ mode }) => {
          if (mode !== 'new') onWrite(mode);
          notifyDone(t('failure.rewritten'));
        },
        onError: (error) => notifyProblem(error, t),
      },
    );
  return { rewrite, write };
}
