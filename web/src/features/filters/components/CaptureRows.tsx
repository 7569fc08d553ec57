import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { IconPlus, IconX } from '@/components/icons';
import type { FilterCapture } from '@/lib/api/types';
import { type Keyed, keyed, newCapture, TEXT_FIELDS } from '../filter-form';
import classes from './FilterRows.module.css';

type Props = {
  captures: Keyed<FilterCapture>[];
  error?: string;
  onChange: (captures: Keyed<FilterCapture>[]) => void;
};

/** What is read out of a mail and given a name. */
export function CaptureRows({ captures, error, onChange }: Props) {
  const { t } = useTranslation();
  const set = (key: number, change: Partial<FilterCapture>) =>
    onChange(captures.map((row) => (row.key === key ? { ...row, ...change } : row)));
  return (
    <FieldGroup
      title={t('filters.form.captures')}
      hint={t('filters.form.capturesHint', { example: '[[capture.ordre]]' })}
    >
      {captures.map((row, index) => (
        <div key={row.key} className={classes.row}>
          <TextInput
            aria-label={t('filters.form.captureNameOf', { place: index + 1 })}
            placeholder={t('filters.form.captureName')}
            classNames={{ input: classes.code }}
            value={row.name}
            onChange={(event) => set(row.key, { name: event.currentTarget.value })}
          />
          <Select
            aria-label={`${row.name}: ${t('filters.form.field')}`}
            allowDeselect={false}
            data={TEXT_FIELDS.map((field) => ({ value: field, label: t(`filters.field.${field}`) }))}
            value={row.field}
            onChange={(field) => field && set(row.key, { field: field as FilterCapture['field'] })}
          />
          <TextInput
            className={classes.value}
            classNames={{ input: classes.code }}
            aria-label={`${row.name}: ${t('filters.form.capturePattern')}`}
            placeholder="ordre (\d+)"
            value={row.pattern}
            onChange={(event) => set(row.key, { pattern: event.currentTarget.value })}
          />
          <ActionIcon
            className={classes.remove}
            size={36}
            variant="subtle"
            color="gray"
            aria-label={t('filters.form.removeCapture', { name: row.name })}
            onClick={() => onChange(captures.filter((one) => one !== row))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
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
        onClick={() => onChange([...captures, keyed(newCapture())])}
      >
        {t('filters.form.addCapture')}
      </Button>
    </FieldGroup>
  );
}
