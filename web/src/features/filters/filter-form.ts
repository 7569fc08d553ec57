// The form of a filter: its values, and the input they make.
import type { Filter, FilterAction, FilterInput } from '@/lib/api/types';

export type FilterValues = {
  name: string;
  mailbox_id: string | null;
  field: Filter['field'];
  operator: Filter['operator'];
  pattern: string;
  kind: FilterAction['kind'];
  category_id: string | null;
  priority_id: string | null;
  active: boolean;
};

export function valuesOf(filter: Filter | null): FilterValues {
  const action = filter?.action;
  return {
    name: filter?.name ?? '',
    mailbox_id: filter?.mailbox_id ?? null,
    field: filter?.field ?? 'subject',
    operator: filter?.operator ?? 'contains',
    pattern: filter?.pattern ?? '',
    kind: action?.kind ?? 'block',
    category_id: action?.kind === 'category' ? action.category_id : null,
    priority_id: action?.kind === 'priority' ? action.priority_id : null,
    active: filter?.active ?? true,
  };
}

/** What is sent to the server. */
export function inputOf(values: FilterValues): FilterInput {
  const { name, mailbox_id, field, operator, pattern, active } = values;
  return { name: name.trim(), mailbox_id, field, operator, pattern, active, action: actionOf(values) };
}

function actionOf({ kind, category_id, priority_id }: FilterValues): FilterAction {
  if (kind === 'category') return { kind, category_id: category_id ?? '' };
  if (kind === 'priority') return { kind, priority_id: priority_id ?? '' };
  return { kind: 'block' };
}
