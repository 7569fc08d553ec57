import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../confirm/ConfirmProvider';
import { IconTrash } from '../icons';
import { notifyDone, notifyProblem } from '../problem/notify';

type Props = {
  id: string;
  /** What is asked before it is done. */
  question: string;
  /** What follows from it. */
  hint?: string | undefined;
  /** The button's word, where it is another than "delete". */
  verb?: string;
  /** What is said when it is done. */
  done: string;
  remove: UseMutationResult<unknown, Error, string>;
  onGone: () => void;
};

/** Removes what is open beside its list, once somebody said so twice. */
export function DeleteButton({ id, question, hint, done, remove, onGone, ...props }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const verb = props.verb ?? t('common.delete');
  const ask = async () => {
    if (!(await confirm({ title: question, text: hint, action: verb }))) return;
    remove.mutate(id, {
      onSuccess: () => {
        notifyDone(done);
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
      {verb}
    </Button>
  );
}
