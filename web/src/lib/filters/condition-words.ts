// A condition of a filter in words: in the list of filters, in the editor, in a mail's timeline.
import type { TFunction } from 'i18next';
import type { FilterCondition } from '@/lib/api/types';
import type { Format } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';

type Words = { t: TFunction; format: Pick<Format, 'octets'> };

/** What it reads. */
export function fieldWords(
  { field, header }: Pick<FilterCondition, 'field' | 'header'>,
  t: TFunction,
): string {
  if (field === 'header' && header) return t('filters.headerField', { name: header });
  return t(`filters.field.${field}`);
}

/** What it reads, how it compares, and with what. */
export function conditionWords(condition: FilterCondition, { t, format }: Words): string {
  const value = condition.value ?? '';
  const [field, operator] = [fieldWords(condition, t), t(`filters.operator.${condition.operator}`)];
  if (condition.operator === 'exists' || condition.operator === 'missing') return `${field} ${operator}`;
  switch (condition.field) {
    case 'size':
      return `${field} ${operator} ${format.octets(Number(value))}`;
    case 'class':
      return t('filters.when', { field, operator, value: textOf(`mailClass.${value}`) ?? value });
    case 'language':
      return `${field} ${operator} ${textOf(`filters.language.${value}`) ?? value}`;
    default:
      return t('filters.when', { field, operator, value });
  }
}

/** Several phrases as one: with commas, and a last "and" or "or". */
export function joined(phrases: string[], type: 'conjunction' | 'disjunction', language: string): string {
  return new Intl.ListFormat(language, { type }).format(phrases);
}

/** The phrase as it stands inside a sentence. */
export function inSentence(phrase: string): string {
  return phrase.charAt(0).toLowerCase() + phrase.slice(1);
}
