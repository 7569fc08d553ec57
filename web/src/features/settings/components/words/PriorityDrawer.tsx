import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import type { Priority } from '@/lib/api/types';
import { useSavePriority } from '../../api/save-priority';
import { UNITS, type Unit, unitOf } from '../../deadline';

/** A priority's name and how long its cases may take. */
export function PriorityDrawer({ priority, onClose }: { priority: Priority; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSavePriority();
  const unit = unitOf(priority.deadline_minutes);
  const form = useForm({
    initial: {
      name: priority.name,
      amount: priority.deadline_minutes === null ? '' : priority.deadline_minutes / UNITS[unit],
      unit,
      office_hours: priority.office_hours,
    } as { name: string; amount: number | string; unit: Unit; office_hours: boolean },
    check: (values) => ({ name: values.name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('priorities.saved'));
      onClose();
    };
    const deadline_minutes =
      typeof values.amount === 'number' && values.amount > 0 ? values.amount * UNITS[values.unit] : null;
    const { id, rank } = priority;
    const { office_hours } = values;
    save.mutate({ id, rank, name: values.name.trim(), deadline_minutes, office_hours }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={t('common.about', { name: priority.name })}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
    >
      <TextInput
        label={t('priorities.name')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <WithHelp name={t('priorities.deadline')} help={t('priorities.deadlineHelp')}>
        <NumberInput
          label={t('priorities.deadline')}
          placeholder={t('priorities.noDeadline')}
          min={1}
          max={527_040}
          allowDecimal={false}
          value={values.amount}
          onChange={(amount) => set({ amount })}
        />
      </WithHelp>
      <Select
        label={t('priorities.unit')}
        allowDeselect={false}
        data={(Object.keys(UNITS) as Unit[]).map((value) => ({ value, label: t(`priorities.${value}`) }))}
        value={values.unit}
        onChange={(value) => value && set({ unit: value as Unit })}
      />
      <Checkbox
        label={t('priorities.officeHours')}
        description={t('priorities.officeHoursHelp')}
        checked={values.office_hours}
        onChange={(event) => set({ office_hours: event.currentTarget.checked })}
      />
    </FormDrawer>
  );
}
