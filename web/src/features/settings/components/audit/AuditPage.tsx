import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { IconHistory } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import type { AuditKind } from '@/lib/api/types';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { useAllSettings } from '../../api/all-settings';
import { useAudit } from '../../api/audit';
import { recordName } from '../../audit-words';
import { AuditDrawer } from './AuditDrawer';
import { AuditFilters } from './AuditFilters';
import { useAuditColumns, useSummary, useWho } from './use-audit-columns';

export type AuditSearch = ListSearch & {
  kind?: AuditKind;
  key?: string;
  user?: string;
  /** Days as in 2026-11-28, by the reader's clock. */
  since?: string;
  before?: string;
};

/** Who changed which setting, when, and from what to what. */
export function AuditPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<AuditSearch>();
  const who = useWho();
  const summary = useSummary();
  const request = {
    sort: 'at',
    descending: search.descending ?? true,
    q: search.q,
    kind: search.kind,
    key: search.kind && search.key,
    user_id: search.user,
    from: instant(search.since, 0),
    until: instant(search.before, 1),
  };
  const list = useAudit(request);
  const kept = useAllSettings().data?.find(({ name }) => name === 'audit.days')?.value;
  const lead = [t('audit.lead'), typeof kept === 'number' && t('audit.kept', { count: kept })];
  const none = { q: undefined, kind: undefined, key: undefined, user: undefined };
  return (
    <Page
      title={t('audit.title')}
      lead={lead.filter(Boolean).join(' ')}
      help={t('audit.pageHelp')}
      body="fill"
    >
      <DataList
        name="audit"
        label={t('audit.title')}
        columns={useAuditColumns()}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => `${t(`audit.kind.${row.kind}`)} ${recordName(row)}`}
        card={(row) => (
          <RowCard
            title={`${t(`audit.kind.${row.kind}`)}: ${recordName(row)}`}
            time={<Time at={row.at} />}
            text={summary(row)}
            facts={<span>{who(row)}</span>}
          />
        )}
        sort={{ column: 'at', descending: request.descending }}
        onSort={({ descending }) => change({ descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        toolbar={
          <>
            <AuditFilters search={search} onChange={change} />
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
          </>
        }
        exporting={{ path: '/audit/export', query: request }}
        filtered={Boolean(search.q || search.kind || search.user || search.since || search.before)}
        onClearFilters={() => change({ ...none, since: undefined, before: undefined })}
        empty={<EmptyState icon={IconHistory} title={t('audit.emptyTitle')} hint={t('audit.emptyHint')} />}
      />
      <AuditDrawer
        entry={list.rows.find(({ id }) => id === search.open)}
        onClose={() => change({ open: undefined })}
      />
    </Page>
  );
}

/** The instant at which a day begins here, or the one after it. */
function instant(day: string | undefined, after: number): string | undefined {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + after).toISOString();
}
