// Mail that is sent another way: at once where it is named, by a job where it is all that fits.
import { useTranslation } from 'react-i18next';
import { notifyBulk, notifyDone } from '@/components/problem/notify';
import type { ListRequest } from '@/lib/api/list';
import type { WayChosen } from '@/lib/api/types';
import { useStartJob } from '@/lib/requests/start-job';
import { useSendAnotherWay, useSendOwnAnotherWay } from './api/outbox-ways';

/** Which mail: some by their ids, one of one's own that one's own server takes, or all that fits what a list shows, with how many that is in words. */
export type WhichMail = { ids: string[] } | { own: string } | { request: ListRequest; shown: string };

export function useAnotherWay(which: WhichMail, onDone: () => void) {
  const { t } = useTranslation();
  const some = useSendAnotherWay();
  const own = useSendOwnAnotherWay();
  const all = useStartJob();
  const begin = (chosen: WayChosen) => {
    if ('ids' in which) {
      some.mutate(
        { ids: which.ids, ...chosen },
        {
          onSuccess: (outcome) => {
            notifyBulk(outcome, (count) => t('bulk.rerouted', { count }), t);
            onDone();
          },
        },
      );
      return;
    }
    if ('own' in which) {
      own.mutate(
        { id: which.own, ...chosen },
        {
          onSuccess: () => {
            notifyDone(t('bulk.rerouted', { count: 1 }));
            onDone();
          },
        },
      );
      return;
    }
    all.mutate(
      { action: '/outbox/way/matching', request: which.request, chosen },
      {
        onSuccess: () => {
          notifyDone(t('jobs.begun'));
          onDone();
        },
      },
    );
  };
  const busy = some.isPending || own.isPending || all.isPending;
  return { begin, busy, error: some.error ?? own.error ?? all.error };
}
