import { ActionIcon, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconX } from '@/components/icons';
import type { FilterCondition, FilterOperator } from '@/lib/api/types';
import { useRequestTypesWith } from '@/lib/requests/request-types';
import { FIELDS, needsValue, operatorsOf, withField } from '../filter-form';
import classes from './FilterRows.module.css';

const CLASSES = [
  'person',
  'auto_reply',
  'delivery_report',
  'complaint',
  'challenge',
  'list',
  'notification',
] as const;
const LANGUAGES = ['nb', 'sv', 'da', 'en', 'de', 'fi'] as const;
const KILOBYTE = 1024;

type Props = {
  place: number;
  condition: FilterCondition;
  onChange: (condition: FilterCondition) => void;
  onRemove: () => void;
};

/** One condition: field, comparison, value. */
export function ConditionRow({ place, condition, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const name = t('filters.form.condition', { place });
  return (
    <fieldset className={classes.row}>
      <legend className={classes.hidden}>{name}</legend>
      <Select
        aria-label={`${name}: ${t('filters.form.field')}`}
        allowDeselect={false}
        data={FIELDS.map((field) => ({ value: field, label: t(`filters.field.${field}`) }))}
        value={condition.field}
        onChange={(field) => field && onChange(withField(condition, field as FilterCondition['field']))}
      />
      {condition.field === 'header' && (
        <TextInput
          aria-label={`${name}: ${t('filters.form.header')}`}
          placeholder={t('filters.form.headerPlaceholder')}
          value={condition.header ?? ''}
          onChange={(event) => onChange({ ...condition, header: event.currentTarget.value })}
        />
      )}
      <Select
        aria-label={`${name}: ${t('filters.form.operator')}`}
        allowDeselect={false}
        data={operatorsOf(condition.field).map((operator) => ({
          value: operator,
          label: t(`filters.operator.${operator}`),
        }))}
        value={condition.operator}
        onChange={(operator) => operator && onChange({ ...condition, operator: operator as FilterOperator })}
      />
      {needsValue(condition.operator) && <Value name={name} condition={condition} onChange={onChange} />}
      <ActionIcon
        className={classes.remove}
        size={36}
        variant="subtle"
        color="gray"
        aria-label={t('filters.form.removeCondition', { place })}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
    </fieldset>
  );
}

/** With what it compares: a text, or one of a few words, or a size. */
function Value({ name, condition, onChange }: Pick<Props, 'condition' | 'onChange'> & { name: string }) {
  const { t } = useTranslation();
  const types = useRequestTypesWith(condition.value);
  const set = (value: string) => onChange({ ...condition, value });
  if (condition.field === 'request_type') {
    return (
      <Select
        className={classes.value}
        aria-label={`${name}: ${t('cases.requestType')}`}
        placeholder={t('cases.requestType')}
        allowDeselect={false}
        data={types.map((type) => ({ value: type.id, label: type.name }))}
        value={condition.value || null}
        onChange={(value) => value && set(value)}
      />
    );
  }
  if (condition.field === 'size') {
    return (
      <NumberInput
        className={classes.value}
        aria-label={`${name}: ${t('filters.form.kilobytes')}`}
        suffix=" kB"
        min={1}
        allowDecimal={false}
        value={Math.round(Number(condition.value) / KILOBYTE)}
        onChange={(size) => set(String(Number(size) * KILOBYTE))}
      />
    );
  }
  if (condition.field === 'class' || condition.field === 'language') {
    const words =
      condition.field === 'class'
        ? CLASSES.map((value) => ({ value: value as string, label: t(`mailClass.${value}`) }))
        : LANGUAGES.map((value) => ({ value: value as string, label: t(`filters.language.${value}`) }));
    return (
      <Select
        className={classes.value}
        aria-label={`${name}: ${t(condition.field === 'class' ? 'filters.form.kind' : 'filters.form.language')}`}
        allowDeselect={false}
        data={words}
        value={condition.value ?? null}
        onChange={(value) => value && set(value)}
      />
    );
  }
  const regex = condition.operator === 'regex';
  return (
    <TextInput
      className={classes.value}
      classNames={regex ? { input: classes.code } : undefined}
      aria-label={`${name}: ${t(regex ? 'filters.form.regex' : 'filters.form.text')}`}
      placeholder={regex ? t('filters.form.regex') : t('filters.form.text')}
      value={condition.value ?? ''}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
