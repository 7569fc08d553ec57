import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { Organisation } from '@/lib/api/types';
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useSaveOrganisation } from '../../api/save-organisation';

/** What the organisation is called, and its language. */
export function OrganisationForm({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const save = useSaveOrganisation();
  const check = ({ name }: Organisation) => ({ name: name.trim() ? undefined : t('field.required') });
  const form = useForm({ initial: organisation, check, error: save.error });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (form.isReady()) save.mutate(values, { onSuccess: () => notifyDone(t('organisation.saved')) });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={form.general}>
      <TextInput
        label={t('organisation.name')}
        description={t('organisation.nameHint')}
        required
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t('organisation.language')}
        description={t('organisation.languageHint')}
        allowDeselect={false}
        data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
        value={values.language}
        error={errorOf('language')}
        onChange={(language) => isLanguage(language) && set({ language })}
      />
    </SaveForm>
  );
}
