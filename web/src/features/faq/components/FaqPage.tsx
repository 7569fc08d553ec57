import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/data-list/SearchField';
import { IconAnswer, IconPlus } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { faqQuery } from '@/lib/requests/faq';
import { FaqArchive } from './FaqArchive';
import { FaqDrawer } from './FaqDrawer';
import { FaqList } from './FaqList';
import classes from './FaqPage.module.css';
import { FaqRules } from './FaqRules';

/** Answers to what customers often ask, and what is suggested of them. */
export function FaqPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [archived, setArchived] = useState(false);
  const [editing, setEditing] = useState<{ id?: string } | null>(null);
  const found = useQuery(faqQuery({ search, archived }));
  const rows = found.data ?? [];
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({})}>
      {t('faq.new')}
    </Button>
  );
  return (
    <Page title={t('faq.title')} help={t('help.faq')} lead={t('faq.lead')} actions={create}>
      <search className={classes.tools}>
        <SearchField value={search} onSearch={setSearch} />
        <Switch
          label={t('faq.archive')}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      </search>
      {found.isPending && <LoadingRows rows={5} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <Nothing search={search} archived={archived} />}
      {rows.length > 0 && !archived && <FaqList entries={rows} onOpen={({ id }) => setEditing({ id })} />}
      {rows.length > 0 && archived && <FaqArchive entries={rows} />}
      <FaqRules />
      {editing && <FaqDrawer key={editing.id ?? 'new'} id={editing.id} onClose={() => setEditing(null)} />}
    </Page>
  );
}

function Nothing({ search, archived }: { search: string; archived: boolean }) {
  const { t } = useTranslation();
  if (search) return <EmptyState icon={IconAnswer} title={t('list.noMatch')} hint={t('list.noMatchHint')} />;
  if (archived) return <EmptyState icon={IconAnswer} title={t('faq.emptyArchive')} />;
  return <EmptyState icon={IconAnswer} title={t('faq.emptyTitle')} hint={t('faq.emptyHint')} />;
}
