import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMessage, IconRestore } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { RequestType } from '@/lib/api/types';
import { requestTypesQuery } from '@/lib/requests/request-types';
import { useChangeRequestType, useCreateRequestType, useRestoreRequestType } from '../../api/request-types';
import { WordList } from '../words/WordList';
import { ArchiveRequestType } from './ArchiveRequestType';
import classes from './RequestTypes.module.css';

/** What kinds of requests cases are, in the organisation's own words and order. */
export function RequestTypesPage() {
  const { t } = useTranslation();
  const found = useQuery(requestTypesQuery);
  const create = useCreateRequestType();
  const change = useChangeRequestType();
  const restore = useRestoreRequestType();
  const [leaving, setLeaving] = useState<RequestType | null>(null);
  const all = found.data ?? [];
  const living = all.filter(({ archived_at }) => !archived_at);
  const refused = { onError: (error: unknown) => notifyProblem(error, t) };
  const said = (message: string, done?: () => void) => ({
    onSuccess: () => {
      notifyDone(message);
      done?.();
    },
  });
  return (
    <Page title={t('requestTypes.title')} help={t('help.requestTypes')} lead={t('requestTypes.lead')}>
      {found.isPending && <LoadingRows rows={4} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <WordList
          words={living}
          empty={
            <EmptyState
              icon={IconMessage}
              title={t('requestTypes.emptyTitle')}
              hint={t('requestTypes.emptyHint')}
            />
          }
          nameLabel={t('requestTypes.name')}
          newLabel={t('requestTypes.new')}
          deleteLabel={t('requestTypes.archive')}
          saving={create.isPending}
          error={create.error ?? change.error}
          onCreate={(name, done) => create.mutate(name, said(t('requestTypes.created'), done))}
          onRename={({ id }, name, done) => change.mutate({ id, name }, said(t('requestTypes.saved'), done))}
          onDelete={setLeaving}
          onSwap={({ id }, other) =>
            change.mutate({ id, position: living.findIndex((word) => word.id === other.id) + 1 }, refused)
          }
        />
      )}
      <Archived
        all={all}
        onRestore={(id) => restore.mutate(id, { ...said(t('requestTypes.restored')), ...refused })}
      />
      {leaving && (
        <ArchiveRequestType
          key={leaving.id}
          leaving={leaving}
          others={living.filter(({ id }) => id !== leaving.id)}
          onClose={() => setLeaving(null)}
        />
      )}
    </Page>
  );
}

/** Those that nobody chooses any longer, and what their cases are shown as. */
function Archived({ all, onRestore }: { all: RequestType[]; onRestore: (id: string) => void }) {
  const { t } = useTranslation();
  const archived = all.filter(({ archived_at }) => archived_at);
  if (archived.length === 0) return null;
  const nameOf = (id: string) => all.find((other) => other.id === id)?.name ?? '–';
  return (
    <section className={classes.archive}>
      <h2 className={classes.title}>{t('requestTypes.inArchive')}</h2>
      <ul className={classes.words}>
        {archived.map(({ id, name, replaced_by }) => (
          <li key={id} className={classes.word}>
            <span className={classes.name}>
              {name}
              <span className={classes.about}>
                {replaced_by
                  ? t('requestTypes.shownAs', { name: nameOf(replaced_by) })
                  : t('requestTypes.keeps')}
              </span>
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconRestore size={15} />}
              aria-label={`${t('common.restore')}: ${name}`}
              onClick={() => onRestore(id)}
            >
              {t('common.restore')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
