import { useTranslation } from 'react-i18next';
import type { Filter, FilterAction } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { usePriorities } from '@/lib/requests/priorities';

/** A filter in words: when it acts, what it does, and on whose mail. */
export function useFilterWords() {
  const { t } = useTranslation();
  const categories = useCategories();
  const priorities = usePriorities();
  const mailboxes = useMailboxNames(true);
  const nameIn = (named: { id: string; name: string }[], id: string) =>
    named.find((item) => item.id === id)?.name ?? '–';
  return {
    when: ({ field, operator, pattern }: Filter) =>
      t('filters.when', {
        field: t(`filters.field.${field}`),
        operator: t(`filters.operator.${operator}`),
        pattern,
      }),
    effect: (action: FilterAction) => {
      switch (action.kind) {
        case 'block':
          return t('filters.thenBlock');
        case 'category':
          return t('filters.thenCategory', { name: nameIn(categories, action.category_id) });
        case 'priority':
          return t('filters.thenPriority', { name: nameIn(priorities, action.priority_id) });
      }
    },
    mailbox: (id: string | null) =>
      id ? (mailboxes.find((mailbox) => mailbox.id === id)?.address ?? '–') : t('filters.form.allMailboxes'),
  };
}
