import { useTranslation } from 'react-i18next';
import {
  BinSelection,
  DeleteSelected,
  type Selected,
  SelectionButton,
} from '@/components/data-list/SelectionButton';
import { IconOutbox, IconPause, IconRefresh, IconResume } from '@/components/icons';
import type { Outbox } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { isPlanned } from '@/lib/mail/planned';
import { useAllStopped } from '@/lib/requests/sending-stop';
import { useOutboxActions } from '../use-outbox-actions';
import { AnotherWay } from './AnotherWay';

type Props = { selected: Selected; rows: Outbox[] };

/** What can be done to the selected mail of the outbox, here or in the bin. */
export function OutboxSelection({ selected, rows }: Props) {
  const { t } = useTranslation();
  const actions = useOutboxActions();
  // Nothing is tried then, whoever asks for it.
  const stopped = useAllStopped();
  const { all, clear, request } = selected;
  const domain = typeof request.domain === 'string' ? request.domain : undefined;
  if (selected.request.deleted)
    return (
      <BinSelection
        selected={selected}
        some={actions.restore}
        action="/outbox/restore/matching"
        purge={(ids, done) => void actions.purge(ids, done)}
      />
    );
  const failed = rows.filter((row) => row.state === 'failed' && !row.sent_anew).map((row) => row.id);
  const queued = rows.filter((row) => row.state === 'queued' && !row.held_at).map((row) => row.id);
  const waiting = rows
    .filter((row) => row.state === 'queued' && !row.held_at && !isPlanned(row))
    .map((row) => row.id);
  const held = rows.filter((row) => row.held_at).map((row) => row.id);
  // The server is asked of all that are marked, so that it says what it left out, and why.
  const marked = rows.map((row) => row.id);
  const mayGo = rows.filter((row) => !row.sent_anew).map((row) => row.id);
  const isOpen = ({ state, sent_anew }: (typeof rows)[number]) =>
    (state === 'failed' && !sent_anew) || state === 'queued';
  const open = rows.filter(isOpen).map((row) => row.id);
  return (
    <>
      <SelectionButton
        main
        selected={selected}
        verb={t('outbox.send')}
        icon={IconOutbox}
        disabled={failed.length === 0}
        some={() => actions.send(mayGo, clear)}
        action="/outbox/send/matching"
      />
      {!stopped && (all || waiting.length > 0) && (
        <SelectionButton
          selected={selected}
          verb={t('outbox.retry')}
          icon={IconRefresh}
          some={() => actions.retry(marked, clear)}
          action="/outbox/retry/matching"
        />
      )}
      {(all || queued.length > 0) && (
        <SelectionButton
          selected={selected}
          verb={t('outbox.hold')}
          hint={all && domain ? t('outbox.holds.holdHint', { domain: readable(domain) }) : undefined}
          icon={IconPause}
          some={() => actions.hold(marked, clear)}
          action="/outbox/hold/matching"
        />
      )}
      {(all || held.length > 0) && (
        <SelectionButton
          selected={selected}
          verb={t('outbox.release')}
          icon={IconResume}
          some={() => actions.release(marked, clear)}
          action="/outbox/release/matching"
        />
      )}
      {(all || open.length > 0) && (
        <AnotherWay size="xs" which={all ? { request, shown: all } : { ids: open }} onDone={clear} />
      )}
      <DeleteSelected selected={selected} some={actions.remove} action="/outbox/delete/matching" />
    </>
  );
}
