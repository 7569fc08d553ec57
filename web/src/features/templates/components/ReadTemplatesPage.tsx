import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/data-list/SearchField';
import { IconEdit, IconTemplate } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { TemplateSummary } from '@/lib/api/types';
import { templatesQuery } from '@/lib/requests/templates';
import { useMay } from '@/lib/session/SessionContext';
import { TemplateList } from './TemplateList';
import { TemplateReader } from './TemplateReader';
import classes from './TemplatesPage.module.css';

/** The templates that are offered: to be read, and to write with. They are changed among the settings. */
export function ReadTemplatesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<TemplateSummary | null>(null);
  const found = useQuery(templatesQuery({ search }));
  const rows = found.data?.filter(({ active }) => active) ?? [];
  const change = useMay('templates') && (
    <Button component={Link} to="/settings/templates" variant="default" leftSection={<IconEdit size={16} />}>
      {t('templates.change')}
    </Button>
  );
  return (
    <Page title={t('templates.title')} lead={t('templates.readLead')} actions={change}>
      <search className={classes.tools}>
        <SearchField value={search} onSearch={setSearch} />
      </search>
      {found.isPending && <LoadingRows rows={5} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <EmptyState
          icon={IconTemplate}
          title={search ? t('list.noMatch') : t('templates.emptyTitle')}
          hint={search ? t('list.noMatchHint') : t('templates.readEmptyHint')}
        />
      )}
      {rows.length > 0 && <TemplateList templates={rows} onOpen={setOpen} />}
      {open && <TemplateReader key={open.id} id={open.id} name={open.name} onClose={() => setOpen(null)} />}
    </Page>
  );
}
