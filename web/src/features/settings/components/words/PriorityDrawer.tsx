import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import type { Priority } from '@/lib/api/types';
import { usePriorities } from '@/lib/requests/priorities';
import { useSavePriority } from '../../api/save-priority';
import { UNITS, type Unit, unitOf } from '../../deadline';
import { draftOf, type LevelDraft, levelsOf } from '../../escalation-form';
import { EscalationLevels } from './EscalationLevels';

type Fields = {
  name: string;
  amount: number | string;
  unit: Unit;
  office_hours: boolean;
  levels: LevelDraft[];
  restarts_on_reply: boolean;
};

/** A priority's name, how long its cases may take, and what happens when they take longer. */
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
      levels: priority.levels.map(draftOf),
      restarts_on_reply: priority.restarts_on_reply,
    } as Fields,
    check: (values) => ({ name: values.name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const higher = usePriorities().filter(({ rank }) => rank < priority.rank);
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('priorities.saved'));
      onClose();
    };
    const deadline_minutes =
      typeof values.amount === 'number' && values.amount > 0 ? values.amount * UNITS[values.unit] : null;
    const { id, rank } = priority;
    const { office_hours, restarts_on_reply } = values;
    const name = values.name.trim();
    const levels = levelsOf(values.levels);
    save.mutate({ id, rank, name, deadline_minutes, office_hours, levels, restarts_on_reply }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={t('common.about', { name: priority.name })}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
    >
      <TextInput
        label={t('priorities.name')}
        description={t('priorities.nameHint')}
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
        description={t('priorities.unitHint')}
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
      <EscalationLevels
        levels={values.levels}
        higher={higher}
        error={errorOf('levels')}
        onChange={(levels) => set({ levels })}
      />
      {values.levels.length > 0 && (
        <Checkbox
          label={t('escalation.restarts')}
          description={t('escalation.restartsHelp')}
          checked={values.restarts_on_reply}
          onChange={(event) => set({ restarts_on_reply: event.currentTarget.checked })}
        />
      )}
    </FormDrawer>
  );
}
