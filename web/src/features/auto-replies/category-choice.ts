// What a category has in the place of its mailbox's receipt, as one choice of a list.
import type { AutoReplies } from '@/lib/api/types';

type Categories = AutoReplies['categories'];

/** `mailbox`, `none`, or the id of a template. */
export function categoryChoice(categories: Categories, id: string): string {
  const own = categories.find(({ category_id }) => category_id === id);
  return own ? (own.template_id ?? 'none') : 'mailbox';
}

/** The categories with this choice. */
export function withCategory(categories: Categories, id: string, choice: string): Categories {
  const others = categories.filter(({ category_id }) => category_id !== id);
  if (choice === 'mailbox') return others;
  return [...others, { category_id: id, template_id: choice === 'none' ? null : choice }];
}
