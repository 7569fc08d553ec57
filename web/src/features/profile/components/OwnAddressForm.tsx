import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { AnswersFields, answersFaults } from '@/components/transport/AnswersFields';
import type { OwnSending } from '@/lib/api/types';
import { useChangeOwnSending } from '../api/sending';

/** Where answers to what one writes from one's own address go, and who gets a copy unasked. */
export function OwnAddressForm({ sending }: { sending: OwnSending }) {
  const { t } = useTranslation();
  const save = useChangeOwnSending();
  const { answers_to, copy_to, copy_of_shared } = sending;
  const form = useForm({
    initial: { answers_to, answers_address: sending.answers_address ?? '', copy_to, copy_of_shared },
    check: (values) => answersFaults(values, t('field.address')),
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
      <AnswersFields values={values} set={set} errorOf={errorOf} own />
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
