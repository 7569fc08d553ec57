import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Status } from '@/lib/api/types';
import { statusesQuery } from '@/lib/requests/statuses';
import { useChangeStatus, useRestoreStatus } from '../../api/statuses';
import { ArchiveStatus } from './ArchiveStatus';
import { StatusDrawer } from './StatusDrawer';
import classes from './Statuses.module.css';
import { type Kind, StatusGroup } from './StatusGroup';

const KINDS = ['open', 'waiting', 'closed'] as const;

/** Where cases may stand, in the organisation's own words: under each kind, in their order. */
export function StatusesPage() {
  const { t } = useTranslation();
  const found = useQuery(statusesQuery);
  const change = useChangeStatus();
  const restore = useRestoreStatus();
  const [open, setOpen] = useState<Status | Kind | null>(null);
  const [leaving, setLeaving] = useState<Status | null>(null);
  const refused = { onError: (error: unknown) => notifyProblem(error, t) };
  const all = found.data ?? [];
  return (
    <Page title={t('statuses.title')} help={t('help.statuses')} lead={t('statuses.lead')}>
      {found.isPending && <LoadingRows rows={6} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <div className={classes.groups}>
          {KINDS.map((kind) => (
            <StatusGroup
              key={kind}
              kind={kind}
              statuses={all.filter((status) => status.kind === kind)}
              onOpen={setOpen}
              onCreate={() => setOpen(kind)}
              onMove={({ id }, position) => change.mutate({ id, position }, refused)}
              onArchive={setLeaving}
              onRestore={({ id }) =>
                restore.mutate(id, { onSuccess: () => notifyDone(t('statuses.restored')), ...refused })
              }
            />
          ))}
        </div>
      )}
      {open && (
        <StatusDrawer
          key={typeof open === 'string' ? open : open.id}
          status={typeof open === 'string' ? undefined : open}
          kind={typeof open === 'string' ? open : (open.kind as Kind)}
          onClose={() => setOpen(null)}
        />
      )}
      {leaving && (
        <ArchiveStatus
          key={leaving.id}
          status={leaving}
          others={all.filter(
            ({ id, kind, archived_at }) => kind === leaving.kind && id !== leaving.id && !archived_at,
          )}
          onClose={() => setLeaving(null)}
        />
      )}
    </Page>
  );
}
