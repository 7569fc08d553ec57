import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Template } from '@/lib/api/types';
import { useBinDays } from '@/lib/requests/bins';
import { useDeleteTemplate } from '../api/delete-template';

/** Puts a template into the bin, once somebody said so twice. */
export function DeleteTemplate({ template, onGone }: { template: Template; onGone: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteTemplate();
  const days = useBinDays('queues');
  const ask = async () => {
    const title = t('confirm.deleteNamed', { name: template.name });
    if (
      !(await confirm({
        title,
        text: days === undefined ? undefined : t('confirm.bin', { count: days }),
        action: t('common.delete'),
      }))
    )
      return;
    remove.mutate(template.id, {
      onSuccess: () => {
        notifyDone(t('templates.deleted'));
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
