import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Filter } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { usePriorities } from '@/lib/requests/priorities';
import { useDeleteFilter } from '../api/delete-filter';
import { useSaveFilter } from '../api/save-filter';
import { type FilterValues, inputOf, valuesOf } from '../filter-form';

const FIELDS = ['from', 'to', 'subject', 'body', 'header'] as const;
const OPERATORS = ['contains', 'regex'] as const;
const ACTIONS = ['block', 'category', 'priority'] as const;

/** Creates or changes a filter. */
export function FilterDrawer({ filter, onClose }: { filter: Filter | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveFilter();
  const mailboxes = useMailboxNames(true);
  const check = (values: FilterValues) => ({
    name: values.name.trim() ? undefined : t('field.required'),
    pattern: values.pattern ? undefined : t('field.required'),
    category_id: values.kind === 'category' && !values.category_id ? t('field.required') : undefined,
    priority_id: values.kind === 'priority' && !values.priority_id ? t('field.required') : undefined,
  });
  const { values, set, errorOf, isReady, general } = useForm({
    initial: valuesOf(filter),
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
      title={filter ? t('filters.editTitle') : t('filters.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={general}
      aside={filter && <DeleteButton filter={filter} onGone={onClose} />}
    >
      <TextInput
        label={t('filters.form.name')}
        description={t('filters.form.nameHint')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t('filters.form.mailbox')}
        placeholder={t('filters.form.allMailboxes')}
        clearable
        data={mailboxes.map(({ id, address }) => ({ value: id, label: address }))}
        value={values.mailbox_id}
        onChange={(mailbox_id) => set({ mailbox_id })}
      />
      <Select
        label={t('filters.form.field')}
        allowDeselect={false}
        data={FIELDS.map((field) => ({ value: field, label: t(`filters.field.${field}`) }))}
        value={values.field}
        onChange={(field) => field && set({ field: field as FilterValues['field'] })}
      />
      <Select
        label={t('filters.form.operator')}
        allowDeselect={false}
        data={OPERATORS.map((operator) => ({ value: operator, label: t(`filters.operator.${operator}`) }))}
        value={values.operator}
        onChange={(operator) => operator && set({ operator: operator as FilterValues['operator'] })}
      />
      <TextInput
        label={t('filters.form.pattern')}
        description={
          values.operator === 'regex' ? t('filters.form.regexHint') : t('filters.form.patternHint')
        }
        value={values.pattern}
        error={errorOf('pattern')}
        onChange={(event) => set({ pattern: event.currentTarget.value })}
      />
      <ActionFields values={values} set={set} errorOf={errorOf} />
      <Switch
        label={t('filters.form.active')}
        checked={values.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </FormDrawer>
  );
}

type ActionProps = {
  values: FilterValues;
  set: (next: Partial<FilterValues>) => void;
  errorOf: (field: keyof FilterValues) => string | undefined;
};

function ActionFields({ values, set, errorOf }: ActionProps) {
  const { t } = useTranslation();
  const categories = useCategories();
  const priorities = usePriorities();
  return (
    <>
      <Select
        label={t('filters.form.action')}
        allowDeselect={false}
        data={ACTIONS.map((kind) => ({ value: kind, label: t(`filters.action.${kind}`) }))}
        value={values.kind}
        onChange={(kind) => kind && set({ kind: kind as FilterValues['kind'] })}
      />
      {values.kind === 'category' && (
        <Select
          label={t('filters.form.category')}
          data={categories.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.category_id}
          error={errorOf('category_id')}
          onChange={(category_id) => set({ category_id })}
        />
      )}
      {values.kind === 'priority' && (
        <Select
          label={t('filters.form.priority')}
          data={priorities.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.priority_id}
          error={errorOf('priority_id')}
          onChange={(priority_id) => set({ priority_id })}
        />
      )}
    </>
  );
}

function DeleteButton({ filter, onGone }: { filter: Filter; onGone: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteFilter();
  const ask = async () => {
    const title = t('confirm.deleteNamed', { name: filter.name });
    if (!(await confirm({ title, text: t('confirm.cannotUndo'), action: t('common.delete') }))) return;
    remove.mutate(filter.id, {
      onSuccess: () => {
        notifyDone(t('filters.deleted'));
        onGone();
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} />}
      loading={remove.isPending}
      onClick={() => void ask()}
    >
      {t('common.delete')}
    </Button>
  );
}
