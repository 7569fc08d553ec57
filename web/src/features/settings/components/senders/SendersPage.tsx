import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMail, IconPlus } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Identity } from '@/lib/api/types';
import { identitiesQuery } from '@/lib/requests/identities';
import { SenderDrawer } from './SenderDrawer';
import { SenderRow } from './SenderRow';
import classes from './Senders.module.css';
import { UsualSender } from './UsualSender';

/** The addresses that users may write from beside the mailbox of a case. */
export function SendersPage() {
  const { t } = useTranslation();
  const found = useQuery(identitiesQuery);
  const [open, setOpen] = useState<Identity | 'new' | null>(null);
  const living = found.data?.filter(({ archived_at }) => !archived_at) ?? [];
  const archived = found.data?.filter(({ archived_at }) => archived_at) ?? [];
  const create = (
    <Button leftSection={<IconPlus size={16} />} disabled={!found.data} onClick={() => setOpen('new')}>
      {t('senders.new')}
    </Button>
  );
  const rows = (all: Identity[]) => (
    <ul className={classes.list}>
      {all.map((row) => (
        <SenderRow key={row.id} row={row} onOpen={() => setOpen(row)} />
      ))}
    </ul>
  );
  return (
    <Page title={t('senders.title')} help={t('senders.help')} lead={t('senders.lead')} actions={create}>
      {found.isPending && <LoadingRows rows={3} height={64} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <EmptyState
          icon={IconMail}
          title={t('senders.emptyTitle')}
          hint={t('senders.emptyHint')}
          action={create}
        />
      )}
      {living.length > 0 && (
        <>
          {rows(living)}
          <UsualSender senders={living} />
        </>
      )}
      {archived.length > 0 && (
        <section className={classes.archived} aria-labelledby="archived-senders">
          <h2 id="archived-senders">{t('senders.archived')}</h2>
          {rows(archived)}
        </section>
      )}
      {open && (
        <SenderDrawer
          key={open === 'new' ? open : open.id}
          saved={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}
