import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/data-list/SearchField';
import type { CaseView } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { useRequestTypes } from '@/lib/requests/request-types';
import { useTags } from '@/lib/requests/tags';
import { useStatusChoices } from '@/lib/statuses/status-choices';
import { type CasesSearch, QUEUES, queueOf } from '../queues';
import type { Views } from '../use-case-views';
import { searchOf } from '../views';
import classes from './CaseFilters.module.css';

/** What stands before a view's id, so that it is never taken for a queue. */
const VIEW = 'view-';

type Props = {
  search: CasesSearch;
  views: Views;
  onChange: (next: CasesSearch) => void;
  /** Shows a queue or a view, without what narrowed the one before. */
  onShow: (next: CasesSearch) => void;
};

/** The queue or saved view, and what narrows it. */
export function CaseFilters({ search, views, onChange, onShow }: Props) {
  const { t } = useTranslation();
  const people = usePeople();
  const categories = useCategories();
  const types = useRequestTypes();
  const tags = useTags();
  const statuses = useStatusChoices();
  // The queues are of the three kinds: a choice among these alone would say the same twice.
  const hasOwn = statuses.some(({ isDefault }) => !isDefault);
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
        maxDropdownHeight={560}
        value={views.view ? `${VIEW}${views.view.id}` : queueOf(search.queue)}
        onChange={(chosen) => {
          const view = views.views.find(({ id }) => chosen === `${VIEW}${id}`);
          if (view) onShow(searchOf(view));
          // Named also where it is the usual one: the plain address is of the view that one starts with.
          else if (chosen) onChange({ view: undefined, queue: chosen });
        }}
        data={[
          ...group(t('caseViews.mine'), views.views, false),
          ...group(t('caseViews.everybodys'), views.views, true),
          {
            group: t('cases.queue.label'),
            items: QUEUES.map((queue) => ({ value: queue, label: t(`cases.queue.${queue}`) })),
          },
        ]}
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
      {hasOwn && (
        <Select
          size="xs"
          className={classes.select}
          aria-label={t('cases.status')}
          placeholder={t('cases.anyStatus')}
          clearable
          data={statuses.map(({ id, label }) => ({ value: id, label }))}
          value={search.status ?? null}
          onChange={(status) => onChange({ status: status ?? undefined })}
        />
      )}
      {types.length > 0 && (
        <Select
          size="xs"
          className={classes.select}
          aria-label={t('cases.requestType')}
          placeholder={t('cases.anyRequestType')}
          clearable
          data={types.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.type ?? null}
          onChange={(type) => onChange({ type: type ?? undefined })}
        />
      )}
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

function group(title: string, views: CaseView[], shared: boolean) {
  const items = views
    .filter((view) => view.shared === shared)
    .map(({ id, name }) => ({ value: `${VIEW}${id}`, label: name }));
  return items.length > 0 ? [{ group: title, items }] : [];
}
