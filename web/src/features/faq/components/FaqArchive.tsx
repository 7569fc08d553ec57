import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconRestore, IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { FaqSummary } from '@/lib/api/types';
import { useDeleteFaqEntry, useRestoreFaqEntry } from '../api/entries';
import classes from './FaqPage.module.css';

/** Archived entries, each with the way back and the way out. */
export function FaqArchive({ entries }: { entries: FaqSummary[] }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const restore = useRestoreFaqEntry();
  const remove = useDeleteFaqEntry();
  const said = (message: string) => ({
    onSuccess: () => notifyDone(message),
    onError: (error: unknown) => notifyProblem(error, t),
  });
  const ask = async ({ id, title }: FaqSummary) => {
    const question = t('confirm.deleteNamed', { name: title });
    if (!(await confirm({ title: question, text: t('faq.deleteHint'), action: t('common.delete') }))) return;
    remove.mutate(id, said(t('faq.deleted')));
  };
  return (
    <ul className={classes.entries}>
      {entries.map((entry) => (
        <li key={entry.id} className={classes.archived}>
          <span className={classes.about}>
            <strong className={classes.name}>{entry.title}</strong>
            {entry.folder && <span>{entry.folder.split('/').join(' / ')}</span>}
            <span>
              {t('faq.archivedAt')} <Time at={entry.archived_at} as="relative" />
            </span>
          </span>
          <span className={classes.buttons}>
            <Button
              variant="light"
              leftSection={<IconRestore size={16} />}
              aria-label={`${t('common.restore')}: ${entry.title}`}
              loading={restore.isPending && restore.variables === entry.id}
              onClick={() => restore.mutate(entry.id, said(t('faq.restored')))}
            >
              {t('common.restore')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={16} />}
              aria-label={`${t('common.delete')}: ${entry.title}`}
              onClick={() => void ask(entry)}
            >
              {t('common.delete')}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}
