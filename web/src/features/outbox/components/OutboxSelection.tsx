import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BinButtons } from '@/components/data-list/BinButtons';
import { useMatching } from '@/components/data-list/use-matching';
import { IconOutbox, IconPause, IconResume, IconTrash } from '@/components/icons';
import type { Outbox } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import type { OutboxRequest } from '../api/list-outbox';
import { useOutboxActions } from '../use-outbox-actions';

type Props = {
  request: OutboxRequest;
  rows: Outbox[];
  ids: string[];
  clear: () => void;
  all?: string;
};

/** What can be done to the selected mail of the outbox, here or in the bin. */
export function OutboxSelection({ request, rows, ids, clear, all }: Props) {
  const { t } = useTranslation();
  const mayDelete = useMay('delete');
  const actions = useOutboxActions();
  const matching = useMatching();
  if (request.deleted) {
    const restore = () => {
      const verb = t('common.restore');
      if (all) void matching({ action: '/outbox/restore/matching', request, all, verb, clear });
      else actions.restore(ids, clear);
    };
    return (
      <BinButtons
        size="xs"
        onRestore={restore}
        onPurge={all ? undefined : () => void actions.purge(ids, clear)}
      />
    );
  }
  const failed = rows.filter((row) => row.state === 'failed').map((row) => row.id);
  const queued = rows.filter((row) => row.state === 'queued' && !row.held_at).map((row) => row.id);
  const held = rows.filter((row) => row.held_at).map((row) => row.id);
  return (
    <>
      <Button
        size="xs"
        disabled={failed.length === 0}
        leftSection={<IconOutbox size={15} />}
        onClick={() => {
          const verb = t('outbox.send');
          if (all) void matching({ action: '/outbox/send/matching', request, all, verb, clear });
          else actions.send(failed, clear);
        }}
      >
        {t('outbox.send')}
      </Button>
      {!all && queued.length > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPause size={15} />}
          onClick={() => actions.hold(queued, clear)}
        >
          {t('outbox.hold')}
        </Button>
      )}
      {!all && held.length > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconResume size={15} />}
          onClick={() => actions.release(held, clear)}
        >
          {t('outbox.release')}
        </Button>
      )}
      {mayDelete && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash size={15} />}
          onClick={() => {
            const verb = t('common.delete');
            if (all) void matching({ action: '/outbox/delete/matching', request, all, verb, clear });
            else actions.remove(ids, clear);
          }}
        >
          {t('common.delete')}
        </Button>
      )}
    </>
  );
}
