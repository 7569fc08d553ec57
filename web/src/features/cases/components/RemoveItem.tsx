import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Message } from '@/lib/api/types';
import { useRemoveMessage } from '../api/messages';

/** Takes a message out of the conversation; what it said is in the bin then. */
export function RemoveItem({ caseId, message }: { caseId: string; message: Message }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useRemoveMessage();
  const ask = async () => {
    const question = {
      title: t('message.removeTitle'),
      text: t('message.removeHint'),
      action: t('common.remove'),
    };
    if (!(await confirm(question))) return;
    remove.mutate(
      { caseId, id: message.id },
      { onSuccess: () => notifyDone(t('message.removed')), onError: (error) => notifyProblem(error, t) },
    );
  };
  return (
    <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => void ask()}>
      {t('message.remove')}
    </Menu.Item>
  );
}
