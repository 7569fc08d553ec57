import { Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilterAction } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { usePriorities } from '@/lib/requests/priorities';
import { useRequestTypesWith } from '@/lib/requests/request-types';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useMay } from '@/lib/session/SessionContext';
import { useStatusChoices } from '@/lib/statuses/status-choices';
import { ActionText } from './ActionText';
import classes from './FilterRows.module.css';

type Props = { action: FilterAction; names: string[]; onChange: (action: FilterAction) => void };

/** What an action needs beside its kind: a choice, or a text that may name what was read out. */
export function ActionValue({ action, names, onChange }: Props) {
  const { t } = useTranslation();
  const categories = useCategories();
  const priorities = usePriorities();
  const types = useRequestTypesWith(action.kind === 'request_type' ? action.request_type_id : null);
  const statuses = useStatusChoices();
  const people = usePeople(useMay('cases_all', 'cases_own'));
  const templates = useActiveTemplates();
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
  const template = (value: string, set: (id: string) => FilterAction) => (
    <Select
      className={classes.value}
      aria-label={`${t('filters.form.template')}: ${label}`}
      placeholder={t('filters.form.template')}
      nothingFoundMessage={t('filters.form.noTemplates')}
      allowDeselect={false}
      searchable
      data={templates.map(({ id, name }) => ({ value: id, label: name }))}
      value={value || null}
      onChange={(id) => id && onChange(set(id))}
    />
  );
  switch (action.kind) {
    case 'category':
      return choose(categories, action.category_id, (category_id) => ({ kind: 'category', category_id }));
    case 'priority':
      return choose(priorities, action.priority_id, (priority_id) => ({ kind: 'priority', priority_id }));
    case 'request_type':
      return choose(types, action.request_type_id, (request_type_id) => ({
        kind: 'request_type',
        request_type_id,
      }));
    case 'owner':
      return choose(people, action.user_id, (user_id) => ({ kind: 'owner', user_id }));
    case 'status':
      return choose(
        statuses.map(({ id, label: name }) => ({ id, name })),
        action.status_id ??
          statuses.find((choice) => choice.kind === action.status && choice.isDefault)?.id ??
          '',
        (id) => {
          const chosen = statuses.find((choice) => choice.id === id);
          const own = chosen && !chosen.isDefault ? chosen.id : null;
          return { kind: 'status', status: chosen?.kind ?? action.status, status_id: own };
        },
      );
    case 'reply':
      return template(action.template_id, (template_id) => ({ kind: 'reply', template_id }));
    case 'reply_to':
      return (
        <Stack gap="xs" className={classes.value}>
          {template(action.template_id, (template_id) => ({ ...action, template_id }))}
          <ActionText action={action} names={names} onChange={onChange} />
        </Stack>
      );
    default:
      return 'text' in action ? <ActionText action={action} names={names} onChange={onChange} /> : null;
  }
}
