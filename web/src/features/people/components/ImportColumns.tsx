import { Checkbox, Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '@/lib/api/types';
import type { Reading } from '../api/import-persons';
import classes from './ImportPersons.module.css';

const FIELDS = [
  'name',
  'first_name',
  'last_name',
  'address',
  'phone',
  'company',
  'language',
  'former',
] as const;
const SEPARATORS = ['semicolon', 'comma', 'tab'] as const;
const CHARSETS = ['utf-8', 'windows-1252', 'utf-16'];

type Props = { seen: ImportPreview; onChange: (reading: Reading) => void };

/** What each column of a table means, and how the file is read: guessed, and set right by hand. */
export function ImportColumns({ seen, onChange }: Props) {
  const { t } = useTranslation();
  const read = { separator: seen.separator ?? undefined, charset: seen.charset, heading: seen.has_heading };
  const columns = seen.columns.map(({ field }) => field ?? '');
  // Other letters or another separator make other columns, which are guessed anew.
  const again = (changed: Reading) => onChange({ ...read, ...changed });
  const set = (at: number, field: string | null) => {
    const next = columns.map((one, place) => (place === at ? (field ?? '') : one));
    onChange({ ...read, columns: next.join(',') });
  };
  const fields = FIELDS.map((value) => ({ value, label: t(`personImport.field.${value}`) }));
  return (
    <section>
      <h3 className={classes.title}>{t('personImport.columns')}</h3>
      <Group gap="sm" align="end" mb="sm">
        <Select
          size="xs"
          label={t('personImport.separator')}
          allowDeselect={false}
          data={SEPARATORS.map((value) => ({ value, label: t(`personImport.separators.${value}`) }))}
          value={seen.separator}
          onChange={(separator) => again({ separator: separator ?? undefined })}
        />
        <Select
          size="xs"
          label={t('personImport.charset')}
          allowDeselect={false}
          data={CHARSETS.map((value) => ({ value, label: value.toUpperCase() }))}
          value={seen.charset}
          onChange={(charset) => again({ charset: charset ?? undefined })}
        />
        <Checkbox
          size="xs"
          pb={6}
          label={t('personImport.heading')}
          checked={seen.has_heading}
          onChange={(event) => again({ heading: event.currentTarget.checked })}
        />
      </Group>
      <ul className={classes.columns}>
        {seen.columns.map((column, at) => {
          const name = column.heading || t('personImport.column', { number: at + 1 });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are in their file
            <li key={at} className={classes.column}>
              <span>
                <strong>{name}</strong>
                <span className={classes.sample}>{column.sample || '–'}</span>
              </span>
              <Select
                size="xs"
                aria-label={t('personImport.means', { name })}
                placeholder={t('personImport.leftOut')}
                clearable
                data={fields}
                value={column.field}
                onChange={(field) => set(at, field)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
