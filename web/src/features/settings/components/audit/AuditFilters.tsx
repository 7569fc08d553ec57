import { Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditKind } from '@/lib/api/types';
import { peopleQuery } from '@/lib/requests/people';
import type { Change } from '@/lib/router/use-list-search';
import type { AuditSearch } from './AuditPage';

/** The kinds of records, in the order in which they are chosen from. */
const KINDS = [
  'setting',
  'organisation',
  'user',
  'role',
  'api_token',
  'absence',
  'mailbox',
  'filter',
  'category',
  'priority',
  'status',
  'request_type',
  'tag',
  'template',
  'faq_entry',
  'identity',
  'outgoing_server',
  'oauth_application',
  'sender_domain',
  'return_rule',
  'address',
  'held_destination',
] as const satisfies AuditKind[];

type Props = { search: AuditSearch; onChange: Change<AuditSearch> };

/** By which the change log is narrowed: what kind of record, who, and when. */
export function AuditFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const people = useQuery(peopleQuery).data ?? [];
  return (
    <>
      <Select
        size="xs"
        w={150}
        aria-label={t('audit.column.what')}
        allowDeselect={false}
        data={[
          { value: 'all', label: t('audit.allKinds') },
          ...KINDS.map((kind) => ({ value: kind as string, label: t(`audit.kind.${kind}`) })),
        ]}
        value={search.kind ?? 'all'}
        onChange={(kind) =>
          onChange({ kind: kind === 'all' ? undefined : (kind as AuditKind), key: undefined })
        }
      />
      <Select
        size="xs"
        w={140}
        searchable
        aria-label={t('audit.column.who')}
        allowDeselect={false}
        data={[
          { value: 'all', label: t('audit.anybody') },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={search.user ?? 'all'}
        onChange={(user) => onChange({ user: user === 'all' ? undefined : (user ?? undefined) })}
      />
      <TextInput
        size="xs"
        type="date"
        w={158}
        leftSection={<Text size="xs">{t('audit.short.from')}</Text>}
        leftSectionWidth={40}
        aria-label={t('audit.from')}
        title={t('audit.from')}
        max={search.before}
        value={search.since ?? ''}
        onChange={(event) => onChange({ since: event.currentTarget.value || undefined })}
      />
      <TextInput
        size="xs"
        type="date"
        w={158}
        leftSection={<Text size="xs">{t('audit.short.until')}</Text>}
        leftSectionWidth={40}
        aria-label={t('audit.until')}
        title={t('audit.until')}
        min={search.since}
        value={search.before ?? ''}
        onChange={(event) => onChange({ before: event.currentTarget.value || undefined })}
      />
    </>
  );
}
