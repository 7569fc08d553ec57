import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClearBlock } from '@/components/address/ClearBlock';
import { useNotifyCleared } from '@/components/address/use-notify-cleared';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import type { Selected } from '@/components/data-list/SelectionButton';
import { useMatching } from '@/components/data-list/use-matching';
import { IconChevronDown, IconRestore } from '@/components/icons';
import { notifyBulk, notifyDone, notifyProblem } from '@/components/problem/notify';
import type { BlockedAddress, BulkOutcome, PeopleListKind } from '@/lib/api/types';
import {
  type Clearing,
  useClearBlocks,
  useDeleteAddresses,
  useSetFormer,
  useTryAddresses,
} from '@/lib/requests/blocked-addresses';
import { useStartJob } from '@/lib/requests/start-job';
import { useMay } from '@/lib/session/SessionContext';
import { AddToList } from './AddToList';

type Deed = 'trial' | 'former' | 'delete';

/** The selected addresses: those that are left out are named. */
type SelectedAddresses = Selected & { rows: Pick<BlockedAddress, 'id' | 'address'>[] };

const addressOf = (rows: SelectedAddresses['rows']) => (id: string) =>
  rows.find((row) => row.id === id)?.address;

/** What can be done with the selected addresses, or with all that fit. */
export function AddressActions({ selected }: { selected: SelectedAddresses }) {
  const { t } = useTranslation();
  const mayDelete = useMay('delete');
  const act = useDeed(selected);
  const [clearing, setClearing] = useState(false);
  const [kind, setKind] = useState<PeopleListKind>();
  return (
    <>
      <Button size="xs" leftSection={<IconRestore size={15} />} onClick={() => setClearing(true)}>
        {t('blockedAddresses.clear')}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
            {t('blockedAddresses.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void act('trial')}>{t('blockedAddresses.ask.trial.action')}</Menu.Item>
          <Menu.Item onClick={() => setKind('selection')}>{t('blockedAddresses.toSelection')}</Menu.Item>
          <Menu.Item onClick={() => setKind('project')}>{t('blockedAddresses.toProject')}</Menu.Item>
          <Menu.Item onClick={() => void act('former')}>{t('blockedAddresses.ask.former.action')}</Menu.Item>
          {mayDelete && (
            <Menu.Item onClick={() => void act('delete')}>
              {t('blockedAddresses.ask.delete.action')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {clearing && <Clear selected={selected} onClose={() => setClearing(false)} />}
      {kind && <AddToList kind={kind} selected={selected} onClose={() => setKind(undefined)} />}
    </>
  );
}

/** Does something to some after a question, and to all that fit by a job. */
function useDeed(selected: SelectedAddresses) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const matching = useMatching();
  const deeds = { trial: useTryAddresses(), former: useSetFormer(), delete: useDeleteAddresses() };
  return async (deed: Deed) => {
    const { ids, rows, all, request, clear } = selected;
    const verb = t(`blockedAddresses.ask.${deed}.action`);
    if (all) return matching({ action: `/blocked-addresses/${deed}/matching`, request, all, verb, clear });
    const question = {
      title: t(`blockedAddresses.ask.${deed}.title`, { count: ids.length }),
      text: t(`blockedAddresses.ask.${deed}.text`),
      action: verb,
      harmless: deed !== 'delete',
    };
    if (!(await confirm(question))) return;
    deeds[deed].mutate(ids, {
      onSuccess: (outcome: BulkOutcome) => {
        const done = (count: number) => t(`blockedAddresses.ask.${deed}.done`, { count });
        notifyBulk(outcome, done, t, addressOf(rows));
        clear();
      },
      onError: (error: unknown) => notifyProblem(error, t),
    });
  };
}

function Clear({ selected, onClose }: { selected: SelectedAddresses; onClose: () => void }) {
  const { t } = useTranslation();
  const some = useClearBlocks();
  const notifyCleared = useNotifyCleared();
  const job = useStartJob();
  const { ids, rows, all, request, clear } = selected;
  const onError = (error: unknown) => notifyProblem(error, t);
  const over = () => {
    clear();
    onClose();
  };
  const start = (clearing: Clearing) => {
    if (all) {
      const onSuccess = () => {
        notifyDone(t('jobs.begun'));
        over();
      };
      job.mutate({ action: '/blocked-addresses/clear/matching', request, clearing }, { onSuccess, onError });
      return;
    }
    some.mutate(
      { ids, ...clearing },
      {
        onSuccess: (outcome) => {
          notifyCleared(outcome, ids, addressOf(rows));
          over();
        },
        onError,
      },
    );
  };
  return (
    <ClearBlock
      title={
        all
          ? `${t('blockedAddresses.clear')}: ${all}?`
          : t('blockedAddresses.ask.clear.title', { count: ids.length })
      }
      of="many"
      saving={some.isPending || job.isPending}
      onClear={start}
      onClose={onClose}
    />
  );
}
