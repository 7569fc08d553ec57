import { useTranslation } from 'react-i18next';
import type { Selected } from '@/components/data-list/SelectionButton';
import { ChooseList } from '@/components/people-lists/ChooseList';
import { notifyBulk, notifyDone } from '@/components/problem/notify';
import type { PeopleListKind } from '@/lib/api/types';
import type { IntoList } from '@/lib/requests/people-lists';
import { useStartJob } from '@/lib/requests/start-job';
import { useAddToList } from '../api/actions';

type Props = { kind: PeopleListKind; selected: Selected; onClose: () => void };

/** The persons of the selected addresses, or of all that fit, go into a selection or a project. */
export function AddToList({ kind, selected, onClose }: Props) {
  const { t } = useTranslation();
  const add = useAddToList();
  const job = useStartJob();
  const { ids, all, request, clear } = selected;
  const over = () => {
    clear();
    onClose();
  };
  const choose = (into: IntoList) => {
    if (all) {
      const onSuccess = () => {
        notifyDone(t('jobs.begun'));
        over();
      };
      job.mutate({ action: '/blocked-addresses/add-to-list/matching', request, into }, { onSuccess });
      return;
    }
    add.mutate(
      { ids, into },
      {
        onSuccess: (outcome) => {
          notifyBulk(outcome, (count) => t('peopleLists.added', { count }), t);
          over();
        },
      },
    );
  };
  return (
    <ChooseList
      kind={kind}
      count={ids.length}
      all={all}
      saving={add.isPending || job.isPending}
      error={add.error ?? job.error}
      onClose={onClose}
      onChoose={choose}
    />
  );
}
