import { MultiSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { Filter, FilterAction } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { useSaveFilter } from '../api/save-filter';
import {
  type FilterValues,
  inputOf,
  isComplete,
  isName,
  namesOf,
  needsValue,
  valuesOf,
} from '../filter-form';
import { ActionRows } from './ActionRows';
import { CaptureRows } from './CaptureRows';
import { ConditionRows } from './ConditionRows';
import { DeleteFilter } from './DeleteFilter';
import { DryRun } from './DryRun';
import { FilterSummary } from './FilterSummary';

/** Creates or changes a filter. */
export function FilterDrawer({ filter, onClose }: { filter: Filter | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveFilter();
  const mailboxes = useMailboxNames(true);
  const wanting = (action: FilterAction | undefined) =>
    action && t('filters.form.needsValue', { action: t(`filters.action.${action.kind}`) });
  const check = ({ name, conditions, captures, actions }: FilterValues) => ({
    name: name.trim() ? undefined : t('field.required'),
    conditions: conditions.every(({ operator, value }) => !needsValue(operator) || value?.trim())
      ? undefined
      : t('filters.form.needsCondition'),
    captures: captures.every(({ name, pattern }) => isName(name) && pattern)
      ? undefined
      : t('filters.form.needsName'),
    actions:
      actions.length > 0 ? wanting(actions.find((one) => !isComplete(one))) : t('filters.form.needsAction'),
  });
  const [initial] = useState(() => valuesOf(filter));
  const { values, set, errorOf, isReady, general, changed } = useForm({
    initial,
    check,
    error: save.error,
  });
  const submit = () => {
    if (!isReady()) return;
    const done = () => {
      notifyDone(filter ? t('filters.saved') : t('filters.created'));
      onClose();
    };
    save.mutate({ id: filter?.id, input: inputOf(values) }, { onSuccess: done });
  };
  return (
    <FormDrawer
      opened
      size="52rem"
      title={filter ? t('filters.editTitle') : t('filters.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={general}
      changed={changed}
      aside={filter && <DeleteFilter filter={filter} onGone={onClose} />}
    >
      <FieldGroup title={t('filters.form.general')}>
        <TextInput
          label={t('filters.form.name')}
          description={t('filters.form.nameHint')}
          data-autofocus
          value={values.name}
          error={errorOf('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('filters.form.mailboxes')}
          description={t('filters.form.mailboxesHint')}
          placeholder={values.mailbox_ids.length === 0 ? t('filters.form.allMailboxes') : undefined}
          clearable
          searchable
          data={mailboxes.map(({ id, address }) => ({ value: id, label: readable(address) }))}
          value={values.mailbox_ids}
          error={errorOf('mailbox_ids')}
          onChange={(mailbox_ids) => set({ mailbox_ids })}
        />
      </FieldGroup>
      <ConditionRows
        combine={values.combine}
        conditions={values.conditions}
        error={errorOf('conditions')}
        onChange={set}
      />
      <CaptureRows
        captures={values.captures}
        error={errorOf('captures')}
        onChange={(captures) => set({ captures })}
      />
      <ActionRows
        actions={values.actions}
        names={namesOf(values)}
        error={errorOf('actions')}
        onChange={(actions) => set({ actions })}
      />
      <FieldGroup title={t('filters.form.after')}>
        <Switch
          label={t('filters.form.stop')}
          description={t('filters.form.stopHint')}
          checked={values.stop}
          onChange={(event) => set({ stop: event.currentTarget.checked })}
        />
        <Switch
          label={t('filters.form.active')}
          description={t('filters.form.activeHint')}
          checked={values.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      </FieldGroup>
      <FilterSummary values={values} />
      <DryRun id={filter?.id} input={() => inputOf(values)} />
    </FormDrawer>
  );
}
