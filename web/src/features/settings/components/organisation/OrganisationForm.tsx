import { Button, Select, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Organisation } from '@/lib/api/types';
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useSaveOrganisation } from '../../api/save-organisation';
import classes from './OrganisationForm.module.css';

/** What the organisation is called, and its language. */
export function OrganisationForm({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const save = useSaveOrganisation();
  const check = ({ name }: Organisation) => ({ name: name.trim() ? undefined : t('field.required') });
  const form = useForm({ initial: organisation, check, error: save.error });
  const { values, set, errorOf } = form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.isReady()) return;
    save.mutate(values, { onSuccess: () => notifyDone(t('organisation.saved')) });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
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
      <ProblemView error={form.general} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
