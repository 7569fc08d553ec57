import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconRestore, IconTrash } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { Message } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useThrownAwayAt } from '@/lib/requests/bins';
import { useMay } from '@/lib/session/SessionContext';
import { useRestoreMessage } from '../api/messages';
import classes from './RemovedMessage.module.css';

/** The place of a message that was removed: by whom, when, and until when it can be put back. */
export function RemovedMessage({ caseId, message }: { caseId: string; message: Message }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayRestore = useMay('delete');
  const restore = useRestoreMessage();
  const { removed } = message;
  const over = useThrownAwayAt('cases', removed?.can_return ? removed.at : null);
  if (!removed) return null;
  return (
    <div className={classes.removed}>
      <IconTrash size={16} aria-hidden />
      <span className={classes.text}>
        {t('message.removedBy', { name: removed.by_name ?? t('common.somebody') })} <Time at={removed.at} />
        {over && ` · ${t('bins.thrownAway', { when: format.full(over) })}`}
      </span>
      {removed.can_return && mayRestore && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconRestore size={15} />}
          loading={restore.isPending}
          onClick={() =>
            restore.mutate({ caseId, id: message.id }, { onError: (error) => notifyProblem(error, t) })
          }
        >
          {t('message.putBack')}
        </Button>
      )}
    </div>
  );
}
