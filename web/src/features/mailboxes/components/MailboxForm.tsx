import { Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { ProviderSignIn } from '@/components/oauth/ProviderSignIn';
import { notifyDone } from '@/components/problem/notify';
import type { Language, Mailbox, MailboxDetail } from '@/lib/api/types';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useCategories } from '@/lib/requests/categories';
import { usePriorities } from '@/lib/requests/priorities';
import { useRequestTypesWith } from '@/lib/requests/request-types';
import { useSession } from '@/lib/session/SessionContext';
import { useDeleteMailbox } from '../api/delete-mailbox';
import { useSaveMailbox } from '../api/save-mailbox';
import { faultsOf, inputOf, valuesOf } from '../mailbox-form';
import { useConnectionTest } from '../use-connection-test';
import { AddressField } from './AddressField';
import { ConnectionFields } from './ConnectionFields';
import { HealthPanel } from './HealthPanel';
import { RuleFields } from './RuleFields';

type Props = {
  mailbox: MailboxDetail | null;
  onClose: () => void;
  /** It is saved, and somebody must sign in for it. */
  onMade: (id: string) => void;
};

/** Creates or changes a mailbox. */
export function MailboxForm({ mailbox, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const save = useSaveMailbox();
  const categories = useCategories();
  const priorities = usePriorities();
  const form = useForm({
    initial: valuesOf(mailbox, organisation.language),
    check: (values) => faultsOf(values, mailbox, t),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver, goOnFrom } = useSeenVersion(mailbox?.version, save.error);
  const types = useRequestTypesWith(values.request_type_id);
  const test = useConnectionTest(mailbox?.id, values);
  // Nobody takes in years of mail without having been told what lies there.
  const unseen = !mailbox && values.protocol !== 'smtp' && !values.oauth_application_id && !test.current;
  const submit = () => {
    if (!form.isReady()) return;
    if (unseen) test.run((outcome) => outcome.ok && outcome.waiting === 0 && store());
    else store();
  };
  const store = () => {
    const done = (saved: Mailbox) => {
      form.keep();
      // It may stay open for a sign-in.
      goOnFrom(saved.version);
      notifyDone(mailbox ? t('mailboxes.saved') : t('mailboxes.created'));
      if (saved.health.state === 'sign_in') onMade(saved.id);
      else onClose();
    };
    save.mutate({ id: mailbox?.id, input: { ...inputOf(values), seen_version } }, { onSuccess: done });
  };
  return (
    <FormDrawer
      opened
      title={mailbox ? mailbox.address : t('mailboxes.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending || test.isPending}
      submit={unseen ? t('mailboxes.testAndSave') : saveOver}
      error={form.general}
      changed={form.changed}
      aside={mailbox && <Remove mailbox={mailbox} onGone={onClose} />}
    >
      {mailbox?.oauth_application_id && (
        <ProviderSignIn
          owner={{ mailbox: mailbox.id }}
          application={mailbox.oauth_application_id}
          grant={mailbox.oauth}
          changed={form.changed}
        />
      )}
      {mailbox && mailbox.health.state !== 'sign_in' && <HealthPanel mailbox={mailbox} />}
      <FieldGroup title={t('mailboxes.form.general')}>
        <AddressField mailbox={mailbox} form={form} />
        <TextInput
          label={t('mailboxes.form.displayName')}
          description={t('mailboxes.form.displayNameHint')}
          value={values.display_name}
          error={errorOf('display_name')}
          onChange={(event) => set({ display_name: event.currentTarget.value })}
        />
        <TagsInput
          label={t('mailboxes.form.aliases')}
          description={t('mailboxes.form.aliasesHint')}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
          value={values.aliases}
          error={errorOf('aliases')}
          onChange={(aliases) => set({ aliases })}
        />
      </FieldGroup>
      <ConnectionFields mailbox={mailbox} form={form} test={test} />
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
          label={t('mailboxes.form.requestType')}
          description={t('mailboxes.form.requestTypeHint')}
          placeholder={t('cases.noRequestType')}
          clearable
          data={types.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.request_type_id}
          error={errorOf('request_type_id')}
          onChange={(request_type_id) => set({ request_type_id })}
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
        <AddressNotes
          addresses={[values.forwarding_address]}
          ours
          onReplace={(_, forwarding_address) => set({ forwarding_address })}
        />
        <Switch
          label={t('mailboxes.form.active')}
          description={t('mailboxes.form.activeHint')}
          checked={values.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      </FieldGroup>
      <RuleFields form={form} />
    </FormDrawer>
  );
}

function Remove({ mailbox, onGone }: { mailbox: MailboxDetail; onGone: () => void }) {
  const { t } = useTranslation();
  const { open_cases: count } = mailbox;
  const open = count > 0 ? [t('mailboxes.deleteOpen', { count })] : [];
  return (
    <DeleteButton
      id={mailbox.id}
      question={t('confirm.deleteNamed', { name: mailbox.address })}
      hint={[t('mailboxes.deleteHint'), ...open].join(' ')}
      done={t('mailboxes.deleted')}
      remove={useDeleteMailbox()}
      onGone={onGone}
    />
  );
}
