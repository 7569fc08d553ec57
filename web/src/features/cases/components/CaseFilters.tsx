import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/data-list/SearchField';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { useTags } from '@/lib/requests/tags';
import { type CasesSearch, QUEUES, queueOf } from '../queues';
import classes from './CaseFilters.module.css';

type Props = { search: CasesSearch; onChange: (next: CasesSearch) => void };

/** The queue, and what narrows it. */
export function CaseFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const people = usePeople();
  const categories = useCategories();
  const tags = useTags();
  const owners = [
    { value: 'me', label: t('cases.me') },
    { value: 'none', label: t('cases.noOwner') },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <>
      <Select
        size="xs"
        className={classes.queues}
        aria-label={t('cases.queue.label')}
        allowDeselect={false}
        maxDropdownHeight={420}
        value={queueOf(search.queue)}
        onChange={(queue) => onChange({ queue: queue === 'active' ? undefined : (queue ?? undefined) })}
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
      {tags.length > 0 && (
        <Select
          size="xs"
          className={classes.select}
          aria-label={t('caseTags.label')}
          placeholder={t('caseTags.any')}
          clearable
          searchable
          data={tags.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.tag ?? null}
          onChange={(tag) => onChange({ tag: tag ?? undefined })}
        />
      )}
    </>
  );
}
