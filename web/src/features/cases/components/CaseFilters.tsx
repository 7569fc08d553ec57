import { SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/data-list/SearchField';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { type CasesSearch, QUEUES, queueOf } from '../queues';
import classes from './CaseFilters.module.css';

type Props = { search: CasesSearch; onChange: (next: CasesSearch) => void };

/** The queue, and what narrows it. */
export function CaseFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const people = usePeople();
  const categories = useCategories();
  const owners = [
    { value: 'me', label: t('cases.me') },
    { value: 'none', label: t('cases.noOwner') },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <>
      <SegmentedControl
        size="xs"
        className={classes.queues}
        aria-label={t('cases.queue.label')}
        value={queueOf(search.queue)}
        onChange={(queue) => onChange({ queue: queue === 'active' ? undefined : queue })}
        data={QUEUES.map((queue) => ({ value: queue, label: t(`cases.queue.${queue}`) }))}
      />
      <SearchField value={search.q} onSearch={(q) => onChange({ q })} />
      <Select
        size="xs"
        className={classes.select}
        aria-label={t('cases.owner')}
        placeholder={t('cases.anyOwner')}
        clearable
        searchable
        data={owners}
        value={search.owner ?? null}
        onChange={(owner) => onChange({ owner: owner ?? undefined })}
      />
      <Select
        size="xs"
        className={classes.select}
        aria-label={t('cases.category')}
        placeholder={t('cases.anyCategory')}
        clearable
        data={categories.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.category ?? null}
        onChange={(category) => onChange({ category: category ?? undefined })}
      />
    </>
  );
}
