import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Filter } from '@/lib/api/types';
import { useDeleteFilter } from '../api/delete-filter';

/** Deletes the filter that is open. */
export function DeleteFilter({ filter, onGone }: { filter: Filter; onGone: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteFilter();
  const ask = async () => {
    const title = t('confirm.deleteNamed', { name: filter.name });
    if (!(await confirm({ title, text: t('confirm.cannotUndo'), action: t('common.delete') }))) return;
    remove.mutate(filter.id, {
      onSuccess: () => {
        notifyDone(t('filters.deleted'));
        onGone();
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} />}
      loading={remove.isPending}
      onClick={() => void ask()}
    >
      {t('common.delete')}
    </Button>
  );
}
