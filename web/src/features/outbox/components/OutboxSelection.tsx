import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  BinSelection,
  DeleteSelected,
  type Selected,
  SelectionButton,
} from '@/components/data-list/SelectionButton';
import { IconOutbox, IconPause, IconResume } from '@/components/icons';
import type { Outbox } from '@/lib/api/types';
import { useOutboxActions } from '../use-outbox-actions';

type Props = { selected: Selected; rows: Outbox[] };

/** What can be done to the selected mail of the outbox, here or in the bin. */
export function OutboxSelection({ selected, rows }: Props) {
  const { t } = useTranslation();
  const actions = useOutboxActions();
  const { all, clear } = selected;
  if (selected.request.deleted)
    return (
      <BinSelection
        selected={selected}
        some={actions.restore}
        action="/outbox/restore/matching"
        purge={(ids, done) => void actions.purge(ids, done)}
      />
    );
  const failed = rows.filter((row) => row.state === 'failed').map((row) => row.id);
  const queued = rows.filter((row) => row.state === 'queued' && !row.held_at).map((row) => row.id);
  const held = rows.filter((row) => row.held_at).map((row) => row.id);
  return (
    <>
      <SelectionButton
        main
        selected={selected}
        verb={t('outbox.send')}
        icon={IconOutbox}
        disabled={failed.length === 0}
        some={() => actions.send(failed, clear)}
        action="/outbox/send/matching"
      />
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
      <DeleteSelected selected={selected} some={actions.remove} action="/outbox/delete/matching" />
    </>
  );
}
