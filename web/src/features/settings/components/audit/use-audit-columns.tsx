import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumn } from '@/components/data-list/list-types';
import { Time } from '@/components/time/Time';
import type { AuditEntry } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { fieldLine, recordName } from '../../audit-words';

/** Who changed something: a user, the operator, or Posthus itself. */
export function useWho() {
  const { t } = useTranslation();
  return (entry: AuditEntry) => entry.user_name || t(`audit.origin.${entry.origin}`);
}

/** What happened, on one line. */
export function useSummary() {
  const { t } = useTranslation();
  const format = useFormat();
  return (entry: AuditEntry) => {
    const [first, ...more] = entry.fields;
    if (entry.verb !== 'changed' || !first) return t(`audit.verb.${entry.verb}`);
    const line = fieldLine(entry, first, t, format);
    return more.length > 0 ? `${line}, ${t('audit.more', { count: more.length })}` : line;
  };
}

/** The columns of the change log. */
export function useAuditColumns(): ListColumn<AuditEntry>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const summary = useSummary();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: 'at',
        header: t('audit.column.at'),
        width: '10rem',
        sortable: true,
        fixed: true,
        group: (row) => format.day(row.at),
        cell: (row) => <Time at={row.at} />,
      },
      { id: 'who', header: t('audit.column.who'), width: 'minmax(9rem, 0.8fr)', cell: who },
      {
        id: 'kind',
        header: t('audit.column.what'),
        width: 'minmax(9rem, 0.7fr)',
        cell: (row) => t(`audit.kind.${row.kind}`),
      },
      { id: 'name', header: t('audit.column.name'), width: 'minmax(9rem, 1fr)', cell: recordName },
      { id: 'changes', header: t('audit.column.changes'), width: 'minmax(14rem, 2fr)', cell: summary },
      {
        id: 'how',
        header: t('audit.column.how'),
        width: '11rem',
        hidden: true,
        cell: (row) => [t(`audit.origin.${row.origin}`), row.origin_name].filter(Boolean).join(': '),
      },
    ],
    [t, format],
  );
}
