import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilterAction } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { usePriorities } from '@/lib/requests/priorities';
import { useMay } from '@/lib/session/SessionContext';
import classes from './FilterRows.module.css';

const STATUSES = ['open', 'waiting', 'closed'] as const;

type Props = { action: FilterAction; names: string[]; onChange: (action: FilterAction) => void };

/** What an action needs beside its kind: a choice, or a text that may name what was read out. */
export function ActionValue({ action, names, onChange }: Props) {
  const { t } = useTranslation();
  const categories = useCategories();
  const priorities = usePriorities();
  const people = usePeople(useMay('cases_all', 'cases_own'));
  const label = t(`filters.action.${action.kind}`);
  const choose = (
    named: { id: string; name: string }[],
    value: string,
    set: (id: string) => FilterAction,
  ) => (
    <Select
      className={classes.value}
      aria-label={label}
      placeholder={label}
      allowDeselect={false}
      searchable
      data={named.map(({ id, name }) => ({ value: id, label: name }))}
      value={value || null}
      onChange={(id) => id && onChange(set(id))}
    />
  );
  switch (action.kind) {
    case 'category':
      return choose(categories, action.category_id, (category_id) => ({ kind: 'category', category_id }));
    case 'priority':
      return choose(priorities, action.priority_id, (priority_id) => ({ kind: 'priority', priority_id }));
    case 'owner':
      return choose(people, action.user_id, (user_id) => ({ kind: 'owner', user_id }));
    case 'status':
      return choose(
        STATUSES.map((status) => ({ id: status, name: t(`status.${status}`) })),
        action.status,
        (status) => ({ kind: 'status', status: status as (typeof STATUSES)[number] }),
      );
    case 'title':
    case 'customer_name':
    case 'customer_address':
    case 'replace_text':
    case 'link_case': {
      const Input = action.kind === 'replace_text' ? Textarea : TextInput;
      const known = names.map((name) => `[[${name}]]`).join(', ');
      return (
        <Input
          className={classes.value}
          aria-label={t('filters.form.actionTextOf', { action: label })}
          placeholder={t('filters.form.actionText')}
          description={known && t('filters.form.actionTextHint', { names: known })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...(action.kind === 'replace_text' ? { autosize: true, minRows: 3 } : {})}
          value={action.text}
          onChange={(event: { currentTarget: { value: string } }) =>
            onChange({ ...action, text: event.currentTarget.value })
          }
        />
      );
    }
    default:
      return null;
  }
}
