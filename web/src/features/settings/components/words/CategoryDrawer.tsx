import { MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import type { Assignment, Category } from '@/lib/api/types';
import { usePeople } from '@/lib/requests/people';
import { usePriorities } from '@/lib/requests/priorities';
import { useStatusChoices } from '@/lib/statuses/status-choices';
import { useSaveCategory } from '../../api/save-category';
import { MemberWeights } from './MemberWeights';

const ASSIGNMENTS: Assignment[] = ['none', 'even', 'weighted', 'fewest_open'];

/** What the drawer changes. */
function editable({ id: _id, position: _position, ...fields }: Category) {
  return fields;
}

/** A category's members, how it gives them its cases, and what new cases begin with. */
export function CategoryDrawer({ category, onClose }: { category: Category; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveCategory();
  const people = usePeople().map(({ id, name }) => ({ value: id, label: name }));
  const priorities = usePriorities().map(({ id, name }) => ({ value: id, label: name }));
  const statuses = useStatusChoices().map(({ id, label }) => ({ value: id, label }));
  const form = useForm({
    initial: editable(category),
    check: (values) => ({ name: values.name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('categories.saved'));
      onClose();
    };
    save.mutate({ id: category.id, ...values, name: values.name.trim() }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={t('common.about', { name: category.name })}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
    >
      <TextInput
        label={t('categories.name')}
        description={t('categories.nameHint')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('categories.description')}
        description={t('categories.descriptionHint')}
        autosize
        minRows={2}
        maxLength={500}
        value={values.description}
        error={errorOf('description')}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <FieldGroup title={t('categories.assigning')}>
        <WithHelp name={t('categories.members')} help={t('categories.membersHelp')}>
          <MultiSelect
            label={t('categories.members')}
            searchable
            data={people}
            value={values.member_ids}
            error={errorOf('member_ids')}
            onChange={(ids) => set({ member_ids: ids })}
          />
        </WithHelp>
        <WithHelp name={t('categories.assignment')} help={t('categories.assignmentHelp')}>
          <Select
            label={t('categories.assignment')}
            allowDeselect={false}
            data={ASSIGNMENTS.map((value) => ({ value, label: t(`assignment.${value}`) }))}
            value={values.assignment}
            onChange={(value) => value && set({ assignment: value as Assignment })}
          />
        </WithHelp>
        {values.assignment === 'weighted' && (
          <MemberWeights
            members={people.filter(({ value }) => values.member_ids.includes(value))}
            weights={values.weights}
            onChange={(weights) => set({ weights })}
          />
        )}
        {values.assignment !== 'none' && (
          <WithHelp name={t('categories.together')} help={t('categories.togetherHelp')}>
            <NumberInput
              label={t('categories.together')}
              min={0}
              max={10080}
              allowDecimal={false}
              value={values.together_minutes}
              error={errorOf('together_minutes')}
              onChange={(minutes) => set({ together_minutes: Number(minutes) })}
            />
          </WithHelp>
        )}
        <Switch
          label={t('categories.giveAway')}
          description={t('categories.giveAwayHelp')}
          checked={values.give_when_absent}
          onChange={(event) => set({ give_when_absent: event.currentTarget.checked })}
        />
        <Switch
          label={t('categories.take')}
          description={t('categories.takeHelp')}
          checked={values.take_when_replying}
          onChange={(event) => set({ take_when_replying: event.currentTarget.checked })}
        />
        <WithHelp name={t('categories.administrator')} help={t('categories.administratorHelp')}>
          <Select
            label={t('categories.administrator')}
            placeholder={t('cases.noOwner')}
            clearable
            searchable
            data={people}
            value={values.administrator_id}
            error={errorOf('administrator_id')}
            onChange={(id) => set({ administrator_id: id })}
          />
        </WithHelp>
      </FieldGroup>
      <WithHelp name={t('categories.priority')} help={t('categories.priorityHelp')}>
        <Select
          label={t('categories.priority')}
          placeholder={t('cases.noPriority')}
          clearable
          data={priorities}
          value={values.priority_id}
          onChange={(id) => set({ priority_id: id })}
        />
      </WithHelp>
      <WithHelp name={t('categories.replyStatus')} help={t('categories.replyStatusHelp')}>
        <Select
          label={t('categories.replyStatus')}
          placeholder={t('categories.replyStatusKept')}
          clearable
          data={statuses}
          value={values.reply_status_id}
          error={errorOf('reply_status_id')}
          onChange={(id) => set({ reply_status_id: id })}
        />
      </WithHelp>
      <FieldGroup title={t('categories.telling')}>
        <Switch
          label={t('categories.notifyMembers')}
          description={t('categories.notifyMembersHelp')}
          checked={values.notify_members}
          onChange={(event) => set({ notify_members: event.currentTarget.checked })}
        />
        <WithHelp name={t('categories.notifyAddresses')} help={t('categories.notifyAddressesHelp')}>
          <TagsInput
            label={t('categories.notifyAddresses')}
            placeholder={t('categories.notifyAddressesHint')}
            maxTags={10}
            acceptValueOnBlur
            value={values.notify_addresses}
            error={errorOf('notify_addresses')}
            onChange={(addresses) => set({ notify_addresses: addresses })}
          />
        </WithHelp>
        <AddressNotes
          addresses={values.notify_addresses}
          ours
          onReplace={(from, to) =>
            set({ notify_addresses: values.notify_addresses.map((one) => (one.trim() === from ? to : one)) })
          }
        />
      </FieldGroup>
    </FormDrawer>
  );
}
