import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { useAddSenderDomain } from '../api/sender-domains';

/** Adds a domain, and shows what it needs. */
export function NewDomain({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const add = useAddSenderDomain();
  const form = useForm({ initial: { name: '' }, error: add.error });
  const submit = () => {
    if (!form.isReady()) return;
    add.mutate(form.values.name, {
      onSuccess: ({ id }) => {
        notifyDone(t('senderDomains.added'));
        void navigate({ to: '/settings/sender-domains/$domainId', params: { domainId: id } });
      },
    });
  };
  return (
    <FormDrawer
      opened
      title={t('senderDomains.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={add.isPending}
      error={form.general}
      changed={form.changed}
      submit={t('senderDomains.add')}
    >
      <TextInput
        data-autofocus
        label={t('senderDomains.name')}
        description={t('senderDomains.nameHint')}
        maxLength={320}
        autoComplete="off"
        spellCheck={false}
        value={form.values.name}
        error={form.errorOf('name')}
        onChange={(event) => form.set({ name: event.currentTarget.value })}
      />
    </FormDrawer>
  );
}
