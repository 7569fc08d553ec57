import { Radio, Switch, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { OwnSending } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useChangeOwnSending } from '../api/sending';

const ANSWERS = ['mailbox', 'own', 'address'] as const;

/** Where answers to what one writes from one's own address go, and who gets a copy unasked. */
export function OwnAddressForm({ sending }: { sending: OwnSending }) {
  const { t } = useTranslation();
  const save = useChangeOwnSending();
  const { answers_to, copy_to, copy_of_shared } = sending;
  const form = useForm({
    initial: { answers_to, answers_address: sending.answers_address ?? '', copy_to, copy_of_shared },
    check: (values) => ({
      answers_address:
        values.answers_to !== 'address' || isAddress(values.answers_address.trim())
          ? undefined
          : t('field.address'),
      copy_to: values.copy_to.every(isAddress) ? undefined : t('field.address'),
    }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      form.keep();
      notifyDone(t('profile.saved'));
    };
    save.mutate(values, { onSuccess });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={form.general}>
      <Radio.Group
        label={t('profile.outgoing.answers')}
        description={t('profile.outgoing.answersHint')}
        value={values.answers_to}
        onChange={(next) => set({ answers_to: next as OwnSending['answers_to'] })}
      >
        {ANSWERS.map((answer) => (
          <Radio key={answer} mt="xs" value={answer} label={t(`profile.outgoing.answersTo.${answer}`)} />
        ))}
      </Radio.Group>
      {values.answers_to === 'address' && (
        <TextInput
          label={t('profile.outgoing.answersAddress')}
          type="email"
          value={values.answers_address}
          error={errorOf('answers_address')}
          onChange={(event) => set({ answers_address: event.currentTarget.value })}
        />
      )}
      <TagsInput
        label={t('profile.outgoing.copy')}
        description={t('profile.outgoing.copyHint')}
        acceptValueOnBlur
        maxTags={5}
        splitChars={[',', ';', ' ']}
        value={values.copy_to}
        error={errorOf('copy_to')}
        onChange={(next) => set({ copy_to: next })}
      />
      <Switch
        label={t('profile.outgoing.copyShared')}
        description={t('profile.outgoing.copySharedHint')}
        disabled={values.copy_to.length === 0}
        checked={values.copy_of_shared}
        onChange={(event) => set({ copy_of_shared: event.currentTarget.checked })}
      />
    </SaveForm>
  );
}
