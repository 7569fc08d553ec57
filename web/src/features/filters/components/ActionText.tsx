import { Checkbox, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import type { FilterAction } from '@/lib/api/types';
import classes from './FilterRows.module.css';

type WithText = Extract<FilterAction, { text: string }>;
type Props = { action: WithText; names: string[]; onChange: (action: FilterAction) => void };

const BY = ['phone', 'name'] as const;

/** A text of an action, which may name what was read out, and what says how it is meant. */
export function ActionText({ action, names, onChange }: Props) {
  const { t } = useTranslation();
  const label = t(`filters.action.${action.kind}`);
  const known = names.map((name) => `[[capture.${name}]]`).join(', ');
  const isLong = action.kind === 'replace_text';
  const isAddress = action.kind === 'forward' || action.kind === 'reply_to';
  const Input = isLong ? Textarea : TextInput;
  return (
    <Stack gap="xs" className={classes.value}>
      {action.kind === 'find_customer' && (
        <Select
          aria-label={t('filters.form.customerBy')}
          allowDeselect={false}
          data={BY.map((by) => ({ value: by, label: t(`filters.customerBy.${by}`) }))}
          value={action.by}
          onChange={(by) => by && onChange({ ...action, by: by as (typeof BY)[number] })}
        />
      )}
      <Input
        aria-label={t('filters.form.actionTextOf', { action: label })}
        placeholder={t(isAddress ? 'filters.form.address' : 'filters.form.actionText')}
        description={known && t('filters.form.actionTextHint', { names: known })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...(isLong ? { autosize: true, minRows: 3 } : {})}
        value={action.text}
        onChange={(event: { currentTarget: { value: string } }) =>
          onChange({ ...action, text: event.currentTarget.value })
        }
      />
      {isAddress && (
        <AddressNotes
          addresses={[action.text]}
          ours={action.kind === 'reply_to'}
          onReplace={(_, text) => onChange({ ...action, text })}
        />
      )}
      {'replace' in action && (
        <Checkbox
          size="xs"
          label={t('filters.form.replace')}
          checked={action.replace}
          onChange={(event) => onChange({ ...action, replace: event.currentTarget.checked })}
        />
      )}
    </Stack>
  );
}
