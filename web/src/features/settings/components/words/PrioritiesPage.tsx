import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconPriority } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Priority } from '@/lib/api/types';
import { prioritiesQuery } from '@/lib/requests/priorities';
import { useDeletePriority } from '../../api/delete-priority';
import { useSwapPriorities } from '../../api/move-priority';
import { useSavePriority } from '../../api/save-priority';
import { UNITS, unitOf } from '../../deadline';
import { OfficeHours } from './OfficeHours';
import { PriorityDrawer } from './PriorityDrawer';
import { WordList } from './WordList';

/** The priorities, in their order. */
export function PrioritiesPage() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const found = useQuery(prioritiesQuery);
  const save = useSavePriority();
  const remove = useDeletePriority();
  const swap = useSwapPriorities();
  const words = found.data ?? [];
  const [open, setOpen] = useState<string | null>(null);
  const opened = words.find((word) => word.id === open);
  const refused = { onError: (error: unknown) => notifyProblem(error, t) };
  const said = (message: string, done?: () => void) => ({
    onSuccess: () => {
      notifyDone(message);
      done?.();
    },
  });
  const ask = async (word: Priority) => {
    const title = t('confirm.deleteNamed', { name: word.name });
    if (!(await confirm({ title, text: t('priorities.deleteHint'), action: t('common.delete') }))) return;
    remove.mutate(word.id, { ...said(t('priorities.deleted')), ...refused });
  };
  return (
    <Page title={t('priorities.title')} help={t('help.priorities')} lead={t('priorities.lead')}>
      {found.isPending && <LoadingRows rows={4} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <WordList
          words={words}
          empty={
            <EmptyState
              icon={IconPriority}
              title={t('priorities.emptyTitle')}
              hint={t('priorities.emptyHint')}
            />
          }
          nameLabel={t('priorities.name')}
          newLabel={t('priorities.new')}
          saving={save.isPending}
          error={save.error}
          onCreate={(name, done) =>
            save.mutate({ name, rank: nextRank(words) }, said(t('priorities.created'), done))
          }
          onRename={({ id, rank }, name, done) =>
            save.mutate({ id, name, rank }, said(t('priorities.saved'), done))
          }
          onDelete={(word) => void ask(word)}
          onOpen={(word) => setOpen(word.id)}
          about={(word) => {
            if (word.deadline_minutes === null) return undefined;
            const unit = unitOf(word.deadline_minutes);
            const count = word.deadline_minutes / UNITS[unit];
            return t('priorities.deadlineOf', { span: t(`priorities.span.${unit}`, { count }) });
          }}
          onSwap={(one, other) => swap.mutate([one, other], refused)}
        />
      )}
      <OfficeHours />
      {opened && <PriorityDrawer key={opened.id} priority={opened} onClose={() => setOpen(null)} />}
    </Page>
  );
}

/** A new priority is the least urgent. */
function nextRank(priorities: Priority[]): number {
  return Math.max(0, ...priorities.map((priority) => priority.rank)) + 1;
}
