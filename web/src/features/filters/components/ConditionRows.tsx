import { Button, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { IconPlus } from '@/components/icons';
import type { FilterCondition } from '@/lib/api/types';
import { type FilterValues, type Keyed, keyed, newCondition } from '../filter-form';
import { ConditionRow } from './ConditionRow';
import classes from './FilterRows.module.css';

type Props = Pick<FilterValues, 'combine' | 'conditions'> & {
  error?: string;
  onChange: (change: Partial<FilterValues>) => void;
};

/** What a mail must be like: any number of conditions, all or any of them. */
export function ConditionRows({ combine, conditions, error, onChange }: Props) {
  const { t } = useTranslation();
  const set = (key: number, condition: FilterCondition) =>
    onChange({ conditions: conditions.map((row) => (row.key === key ? { ...condition, key } : row)) });
  const drop = (row: Keyed<FilterCondition>) =>
    onChange({ conditions: conditions.filter((one) => one !== row) });
  return (
    <FieldGroup title={t('filters.form.conditions')} help={t('filters.form.conditionsHelp')}>
      {conditions.length > 1 && (
        <SegmentedControl
          aria-label={t('filters.form.combine')}
          className={classes.combine}
          data={[
            { value: 'all', label: t('filters.form.all') },
            { value: 'any', label: t('filters.form.any') },
          ]}
          value={combine}
          onChange={(value) => onChange({ combine: value === 'any' ? 'any' : 'all' })}
        />
      )}
      {conditions.length === 0 && <p className={classes.note}>{t('filters.form.everything')}</p>}
      {conditions.map((row, index) => (
        <ConditionRow
          key={row.key}
          place={index + 1}
          condition={row}
          onChange={(condition) => set(row.key, condition)}
          onRemove={() => drop(row)}
        />
      ))}
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      <Button
        variant="light"
        size="compact-sm"
        className={classes.add}
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange({ conditions: [...conditions, keyed(newCondition())] })}
      >
        {t('filters.form.addCondition')}
      </Button>
    </FieldGroup>
  );
}
