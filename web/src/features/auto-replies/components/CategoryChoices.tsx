import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import type { AutoReplies } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { categoryChoice, withCategory } from '../category-choice';
import classes from './AutoReplies.module.css';

type Categories = AutoReplies['categories'];
type Props = {
  choices: { value: string; label: string }[];
  value: Categories;
  error?: string;
  onChange: (categories: Categories) => void;
};

/** What each category has: as its mailbox, a template of its own, or nothing. */
export function CategoryChoices({ choices, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const categories = useCategories();
  if (categories.length === 0) return null;
  const data = [
    { value: 'mailbox', label: t('autoReplies.asMailbox') },
    { value: 'none', label: t('autoReplies.noReply') },
    ...choices,
  ];
  return (
    <FieldGroup title={t('autoReplies.categories')} hint={t('autoReplies.categoriesHint')}>
      {categories.map(({ id, name }) => (
        <Select
          key={id}
          label={name}
          className={classes.choice}
          allowDeselect={false}
          searchable
          data={data}
          value={categoryChoice(value, id)}
          onChange={(choice) => choice && onChange(withCategory(value, id, choice))}
        />
      ))}
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
    </FieldGroup>
  );
}
