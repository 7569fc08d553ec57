import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Language, Mailbox } from '@/lib/api/types';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useCategories } from '@/lib/requests/categories';
import { usePriorities } from '@/lib/requests/priorities';
import { useSession } from '@/lib/session/SessionContext';
import { useDeleteMailbox } from '../api/delete-mailbox';
import { useSaveMailbox } from '../api/save-mailbox';
import { faultsOf, inputOf, valuesOf } from '../mailbox-form';
import { ConnectionFields } from './ConnectionFields';
import { HealthPanel } from './HealthPanel';

/** Creates or changes a mailbox. */
export function MailboxForm({ mailbox, onClose }: { mailbox: Mailbox | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const save = useSaveMailbox();
  const categories = useCategories();
  const priorities = usePriorities();
  const form = useForm({
    initial: valuesOf(mailbox, user.language),
    check: (values) => faultsOf(values, t),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const done = () => {
      notifyDone(mailbox ? t('mailboxes.saved') : t('mailboxes.created'));
      onClose();
    };
    save.mutate({ id: mailbox?.id, input: inputOf(values) }, { onSuccess: done });
  };
  return (
    <FormDrawer
      opened
      title={mailbox ? mailbox.address : t('mailboxes.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      aside={mailbox && <DeleteButton mailbox={mailbox} onGone={onClose} />}
    >
      {mailbox && <HealthPanel mailbox={mailbox} />}
      <FieldGroup title={t('mailboxes.form.general')}>
        <TextInput
          label={t('mailboxes.form.address')}
          description={t('mailboxes.form.addressHint')}
          type="email"
          data-autofocus
          value={values.address}
          error={errorOf('address')}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
        <TextInput
          label={t('mailboxes.form.displayName')}
          description={t('mailboxes.form.displayNameHint')}
          value={values.display_name}
          error={errorOf('display_name')}
          onChange={(event) => set({ display_name: event.currentTarget.value })}
        />
      </FieldGroup>
      <ConnectionFields mailbox={mailbox} form={form} />
      <FieldGroup title={t('mailboxes.form.cases')}>
        <Select
          label={t('mailboxes.form.category')}
          description={t('mailboxes.form.categoryHint')}
          placeholder={t('cases.noCategory')}
          clearable
          data={categories.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.category_id}
          onChange={(category_id) => set({ category_id })}
        />
        <Select
          label={t('mailboxes.form.priority')}
          description={t('help.mailboxPriority')}
          placeholder={t('cases.noPriority')}
          clearable
          data={priorities.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.priority_id}
          onChange={(priority_id) => set({ priority_id })}
        />
        <Select
          label={t('mailboxes.form.language')}
          description={t('mailboxes.form.languageHint')}
          allowDeselect={false}
          data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
          value={values.language}
          onChange={(language) => language && set({ language: language as Language })}
        />
        <TextInput
          label={t('mailboxes.form.forwarding')}
          description={t('mailboxes.form.forwardingHint')}
          type="email"
          value={values.forwarding_address}
          error={errorOf('forwarding_address')}
          onChange={(event) => set({ forwarding_address: event.currentTarget.value })}
        />
        <Switch
          label={t('mailboxes.form.active')}
          description={t('mailboxes.form.activeHint')}
          checked={values.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      </FieldGroup>
    </FormDrawer>
  );
}

function DeleteButton({ mailbox, onGone }: { mailbox: Mailbox; onGone: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteMailbox();
  const ask = async () => {
    const title = t('confirm.deleteNamed', { name: mailbox.address });
    if (!(await confirm({ title, text: t('mailboxes.deleteHint'), action: t('common.delete') }))) return;
    remove.mutate(mailbox.id, {
      onSuccess: () => {
        notifyDone(t('mailboxes.deleted'));
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
