import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/data-list/SearchField';
import { IconPlus, IconTemplate, IconTrash } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { templatesQuery } from '@/lib/requests/templates';
import { TemplateBin } from './TemplateBin';
import { type Like, TemplateDrawer } from './TemplateDrawer';
import { TemplateList } from './TemplateList';
import classes from './TemplatesPage.module.css';

/** What is open: a stored template by its id, or a new one, perhaps like another. */
type Editing = { id: string } | { like: Like | null };

/** The texts that answers are made of. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [deleted, setDeleted] = useState(false);
  const [editing, setEditing] = useState<Editing | null>(null);
  const found = useQuery(templatesQuery({ search, deleted }));
  const rows = found.data ?? [];
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing({ like: null })}>
      {t('templates.new')}
    </Button>
  );
  return (
    <Page title={t('templates.title')} lead={t('templates.lead')} actions={create}>
      <search className={classes.tools}>
        <SearchField value={search} onSearch={setSearch} />
        <Switch
          label={t('templates.bin')}
          checked={deleted}
          onChange={(event) => setDeleted(event.currentTarget.checked)}
        />
      </search>
      {found.isPending && <LoadingRows rows={5} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <Nothing search={search} deleted={deleted} />}
      {rows.length > 0 && !deleted && (
        <TemplateList templates={rows} onOpen={({ id }) => setEditing({ id })} />
      )}
      {rows.length > 0 && deleted && <TemplateBin templates={rows} />}
      {editing && (
        <TemplateDrawer
          key={'id' in editing ? editing.id : `new-${editing.like?.template.id ?? ''}`}
          id={'id' in editing ? editing.id : undefined}
          like={'like' in editing ? editing.like : null}
          onCopy={(like) => setEditing({ like })}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

function Nothing({ search, deleted }: { search: string; deleted: boolean }) {
  const { t } = useTranslation();
  if (search)
    return <EmptyState icon={IconTemplate} title={t('list.noMatch')} hint={t('list.noMatchHint')} />;
  if (deleted) return <EmptyState icon={IconTrash} title={t('templates.emptyBin')} />;
  return <EmptyState icon={IconTemplate} title={t('templates.emptyTitle')} hint={t('templates.emptyHint')} />;
}
