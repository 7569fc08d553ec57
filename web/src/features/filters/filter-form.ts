// The form of a filter: its values, and the input they make.
import type {
  Filter,
  FilterAction,
  FilterCapture,
  FilterCondition,
  FilterField,
  FilterInput,
  FilterOperator,
} from '@/lib/api/types';

/** A row of one of the form's lists, with a key that stays while rows come and go. */
export type Keyed<T> = T & { key: number };
export type ActionKind = FilterAction['kind'];

export type FilterValues = {
  name: string;
  mailbox_ids: string[];
  combine: Filter['combine'];
  conditions: Keyed<FilterCondition>[];
  captures: Keyed<FilterCapture>[];
  actions: Keyed<FilterAction>[];
  stop: boolean;
  active: boolean;
};

export const FIELDS: FilterField[] = [
  'subject',
  'from',
  'to',
  'cc',
  'recipients',
  'body',
  'header',
  'attachment_name',
  'attachment_type',
  'size',
  'class',
  'language',
  'request_type',
];
export const TEXT_FIELDS = FIELDS.filter(
  (field) => !['size', 'class', 'language', 'request_type'].includes(field),
);

const OF_TEXT: FilterOperator[] = [
  'contains',
  'not_contains',
  'equals',
  'not_equals',
  'begins',
  'ends',
  'regex',
  'exists',
  'missing',
];

/** The comparisons that make sense for a field, the usual one first. */
export function operatorsOf(field: FilterField): FilterOperator[] {
  if (field === 'size') return ['larger', 'smaller'];
  if (field === 'class' || field === 'language') return ['equals', 'not_equals'];
  if (field === 'request_type') return ['equals', 'not_equals', 'exists', 'missing'];
  return OF_TEXT;
}

export const needsValue = (operator: FilterOperator) => operator !== 'exists' && operator !== 'missing';

export const ACTIONS: ActionKind[] = [
  'category',
  'priority',
  'request_type',
  'owner',
  'status',
  'title',
  'customer_name',
  'customer_address',
  'find_customer',
  'customer_phone',
  'customer_company',
  'tags',
  'replace_text',
  'link_case',
  'new_case',
  'ignore_sender',
  'forward',
  'reply',
  'reply_to',
  'no_auto_reply',
  'bounced',
  'debug',
  'block',
  'discard',
];

let lastKey = 0;
export function keyed<T extends object>(row: T): Keyed<T> {
  lastKey += 1;
  return { ...row, key: lastKey };
}

export function valuesOf(filter: Filter | null): FilterValues {
  return {
    name: filter?.name ?? '',
    mailbox_ids: filter?.mailbox_ids ?? [],
    combine: filter?.combine ?? 'all',
    conditions: (filter?.conditions ?? [newCondition()]).map(keyed),
    captures: (filter?.captures ?? []).map(keyed),
    actions: (filter?.actions ?? [{ kind: 'block' }]).map((action) => keyed<FilterAction>(action)),
    stop: filter?.stop ?? true,
    active: filter?.active ?? true,
  };
}

export const newCondition = (): FilterCondition => ({ field: 'subject', operator: 'contains', value: '' });
export const newCapture = (): FilterCapture => ({ name: '', field: 'body', pattern: '' });

/** The condition with another field: comparison and value stay where they still make sense. */
export function withField(condition: FilterCondition, field: FilterField): FilterCondition {
  const operators = operatorsOf(field);
  const stays = operators.includes(condition.operator) && operatorsOf(condition.field)[0] === operators[0];
  const fresh = { size: '1048576', class: 'auto_reply', language: 'sv' } as Record<string, string>;
  return {
    field,
    operator: stays ? condition.operator : (operators[0] ?? 'contains'),
    value: stays && TEXT_FIELDS.includes(condition.field) ? condition.value : (fresh[field] ?? ''),
  };
}

/** An action of another kind; a text stays. */
export function withKind(action: FilterAction, kind: ActionKind): FilterAction {
  const text = 'text' in action ? action.text : '';
  switch (kind) {
    case 'category':
      return { kind, category_id: '' };
    case 'priority':
      return { kind, priority_id: '' };
    case 'request_type':
      return { kind, request_type_id: '' };
    case 'owner':
      return { kind, user_id: '' };
    case 'status':
      return { kind, status: 'closed', status_id: null };
    case 'title':
    case 'customer_name':
    case 'customer_address':
    case 'tags':
    case 'replace_text':
    case 'link_case':
    case 'forward':
      return { kind, text };
    case 'find_customer':
      return { kind, by: 'phone', text };
    case 'customer_phone':
    case 'customer_company':
      return { kind, text, replace: false };
    case 'reply':
      return { kind, template_id: '' };
    case 'reply_to':
      return { kind, template_id: '', text };
    default:
      return { kind };
  }
}

/** Whether the action has what it needs. */
export function isComplete(action: FilterAction): boolean {
  if (action.kind === 'category') return action.category_id !== '';
  if (action.kind === 'priority') return action.priority_id !== '';
  if (action.kind === 'request_type') return action.request_type_id !== '';
  if (action.kind === 'owner') return action.user_id !== '';
  if ('template_id' in action && action.template_id === '') return false;
  return !('text' in action) || action.text.trim() !== '';
}

export const isName = (name: string) => /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(name);

/** The names that the texts of the actions may use. */
export function namesOf({ conditions, captures }: Pick<FilterValues, 'conditions' | 'captures'>): string[] {
  const patterns = [
    ...conditions.filter(({ operator }) => operator === 'regex').map(({ value }) => value ?? ''),
    ...captures.map(({ pattern }) => pattern),
  ];
  const groups = patterns.flatMap((pattern) =>
    [...pattern.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set([...captures.map(({ name }) => name).filter(isName), ...groups])];
}

/** What is sent to the server. */
export function inputOf(values: FilterValues): FilterInput {
  const { name, conditions, captures, actions, ...rest } = values;
  return {
    ...rest,
    name: name.trim(),
    conditions: conditions.map(({ key: _, header, ...condition }) => ({
      ...condition,
      ...(condition.field === 'header' && header ? { header } : {}),
    })),
    captures: captures.map(({ key: _, ...capture }) => capture),
    actions: actions.map(({ key: _, ...action }) => action as FilterAction),
  };
}

/** An action with what was read out of a mail in the place of the names. */
export function withValues(action: FilterAction, values: Record<string, string>): FilterAction {
  if (!('text' in action)) return action;
  const text = action.text.replaceAll(
    /\[\[capture\.(\w+)\]\]/g,
    (whole, name: string) => values[name] ?? whole,
  );
  return { ...action, text };
}
