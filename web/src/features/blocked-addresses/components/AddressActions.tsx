import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import type { Selected } from '@/components/data-list/SelectionButton';
import { IconChevronDown, IconRestore } from '@/components/icons';
import { ChooseList } from '@/components/people-lists/ChooseList';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { BulkOutcome, PeopleListKind } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { useAddToList, useDeleteAddresses, useSetFormer } from '../api/actions';
import { useClearBlocks } from '../api/blocked-addresses';

type Deed = 'clear' | 'former' | 'delete';

/** What can be done with the selected addresses. */
export function AddressActions({ selected }: { selected: Selected }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const mayDelete = useMay('delete');
  const deeds = { clear: useClearBlocks(), former: useSetFormer(), delete: useDeleteAddresses() };
  const [kind, setKind] = useState<PeopleListKind>();
  const { ids } = selected;
  const act = async (deed: Deed) => {
    const question = {
      title: t(`blockedAddresses.ask.${deed}.title`, { count: ids.length }),
      text: t(`blockedAddresses.ask.${deed}.text`),
      action: t(`blockedAddresses.ask.${deed}.action`),
      danger: deed === 'delete',
    };
    if (!(await confirm(question))) return;
    deeds[deed].mutate(ids, {
      onSuccess: (outcome: BulkOutcome) => {
        notifyBulk(outcome, (count) => t(`blockedAddresses.ask.${deed}.done`, { count }), t);
        selected.clear();
      },
      onError: (error: unknown) => notifyProblem(error, t),
    });
  };
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconRestore size={15} />}
        loading={deeds.clear.isPending}
        onClick={() => void act('clear')}
      >
        {t('blockedAddresses.clear')}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
            {t('blockedAddresses.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
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
      {kind && <ToList kind={kind} selected={selected} onClose={() => setKind(undefined)} />}
    </>
  );
}

type ToListProps = { kind: PeopleListKind; selected: Selected; onClose: () => void };

function ToList({ kind, selected, onClose }: ToListProps) {
  const { t } = useTranslation();
  const add = useAddToList();
  const { ids } = selected;
  return (
    <ChooseList
      kind={kind}
      count={ids.length}
      saving={add.isPending}
      onClose={onClose}
      onChoose={(list) =>
        add.mutate(
          { ids, list },
          {
            onSuccess: (outcome) => {
              notifyBulk(outcome, (count) => t('peopleLists.added', { count }), t);
              selected.clear();
              onClose();
            },
            onError: (error) => notifyProblem(error, t),
          },
        )
      }
    />
  );
}
