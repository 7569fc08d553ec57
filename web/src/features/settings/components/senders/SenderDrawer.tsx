import { MultiSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { FileChips } from '@/components/files/FileChips';
import { useKeptPictures } from '@/components/files/use-kept-pictures';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { notifyDone } from '@/components/problem/notify';
import { SenderNote } from '@/components/sender-check/SenderNote';
import { SignatureField } from '@/components/template/SignatureField';
import { AnswersFields, answersFaults } from '@/components/transport/AnswersFields';
import type { Identity } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useCategories } from '@/lib/requests/categories';
import { useSaveIdentity } from '../../api/identities';
import { NamedByTemplates } from './NamedByTemplates';

type Props = { saved: Identity | null; onClose: () => void };

const EMPTY = {
  address: '',
  display_name: '',
  answers_to: 'mailbox' as Identity['answers_to'],
  answers_address: '',
  of_new: '',
  of_new_html: null as string | null,
  of_reply: '',
  of_reply_html: null as string | null,
  copy_to: [] as string[],
  category_ids: [] as string[],
  archived: false,
};

function valuesOf(saved: Identity | null): typeof EMPTY {
  if (!saved) return EMPTY;
  const { address, display_name, answers_to, copy_to, category_ids } = saved;
  const { of_new, of_new_html, of_reply, of_reply_html } = saved;
  const signatures = { of_new, of_new_html, of_reply, of_reply_html };
  const rest = { answers_address: saved.answers_address ?? '', archived: saved.archived_at !== null };
  return { address, display_name, answers_to, copy_to, category_ids, ...signatures, ...rest };
}

/** Makes a shared sender, or changes one. */
export function SenderDrawer({ saved, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveIdentity();
  const categories = useCategories();
  const form = useForm({
    initial: valuesOf(saved),
    check: (values) => ({
      ...answersFaults(values, t('field.address')),
      address: isAddress(values.address.trim()) ? undefined : t('field.address'),
    }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver } = useSeenVersion(saved?.version, save.error);
  const { files, pictures, waits } = useKeptPictures();
  const isRestricted = values.category_ids.length > 0;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('senders.saved'));
      onClose();
    };
    save.mutate({ id: saved?.id, body: { ...values, seen_version } }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={saved?.address ?? t('senders.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      waits={waits && t(waits)}
      error={form.general}
      changed={form.changed}
      submit={saveOver}
      notice={saved && values.archived && <NamedByTemplates id={saved.id} missedAs="archived" />}
    >
      <FieldGroup title={t('senders.form.who')}>
        <TextInput
          label={t('senders.form.address')}
          description={t('senders.form.addressHint')}
          type="email"
          value={values.address}
          error={errorOf('address')}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
        <SenderNote address={values.address} />
        <AddressNotes addresses={[values.address]} ours onReplace={(_, address) => set({ address })} />
        <TextInput
          label={t('senders.form.name')}
          description={t('senders.form.nameHint')}
          maxLength={200}
          value={values.display_name}
          error={errorOf('display_name')}
          onChange={(event) => set({ display_name: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('senders.form.categories')}
          description={t('senders.form.categoriesHint')}
          data={categories.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.category_ids}
          error={errorOf('category_ids')}
          onChange={(category_ids) => set({ category_ids })}
        />
        {saved && isRestricted && !values.archived && (
          <NamedByTemplates id={saved.id} missedAs="restricted" />
        )}
      </FieldGroup>
      <FieldGroup title={t('senders.form.answers')}>
        <AnswersFields values={values} set={set} errorOf={errorOf} own={false} />
      </FieldGroup>
      <FieldGroup title={t('signatures.title')} hint={t('senders.form.signaturesHint')}>
        <SignatureField
          label={t('signatures.ofReply')}
          value={{ text: values.of_reply, html: values.of_reply_html }}
          error={errorOf('of_reply')}
          pictures={pictures}
          onChange={({ text, html }) => set({ of_reply: text, of_reply_html: html })}
        />
        <SignatureField
          label={t('signatures.ofNew')}
          value={{ text: values.of_new, html: values.of_new_html }}
          error={errorOf('of_new')}
          pictures={pictures}
          onChange={({ text, html }) => set({ of_new: text, of_new_html: html })}
        />
        <FileChips files={files.files} onRemove={files.remove} onRetry={files.retry} />
      </FieldGroup>
      {saved && (
        <Switch
          label={t('senders.form.archived')}
          description={t('senders.form.archivedHint')}
          checked={values.archived}
          onChange={(event) => set({ archived: event.currentTarget.checked })}
        />
      )}
    </FormDrawer>
  );
}
