import { Anchor, Select, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { AutoReplies } from '@/lib/api/types';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useSaveAutoReplies } from '../api/save-auto-replies';
import { CategoryChoices } from './CategoryChoices';
import { RateFields } from './RateFields';

const RATES = ['per_address', 'per_case', 'per_organisation'] as const;

/** The settings, those of the categories included; saved together. */
export function AutoRepliesForm({ stored }: { stored: AutoReplies }) {
  const { t } = useTranslation();
  const save = useSaveAutoReplies();
  const templates = useActiveTemplates();
  const form = useForm<AutoReplies>({ initial: stored, error: save.error });
  const { values, set, errorOf } = form;
  const submit = () => save.mutate(values, { onSuccess: () => notifyDone(t('autoReplies.saved')) });
  const choices = templates.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={form.general}>
      <Switch
        label={t('autoReplies.enabled')}
        description={t('autoReplies.enabledHint')}
        checked={values.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
      <Select
        label={t('autoReplies.template')}
        description={t('autoReplies.templateHint')}
        placeholder={t('autoReplies.noTemplate')}
        clearable
        searchable
        data={choices}
        value={values.template_id}
        error={errorOf('template_id')}
        onChange={(template_id) => set({ template_id })}
      />
      {templates.length === 0 && (
        <Anchor renderRoot={(props) => <Link to="/settings/templates" {...props} />}>
          {t('autoReplies.makeTemplate')}
        </Anchor>
      )}
      <CategoryChoices
        choices={choices}
        value={values.categories}
        error={errorOf('categories')}
        onChange={(categories) => set({ categories })}
      />
      <FieldGroup title={t('autoReplies.limits')} hint={t('autoReplies.limitsHint')}>
        {RATES.map((rate) => (
          <RateFields
            key={rate}
            label={t(`autoReplies.rate.${rate}`)}
            hint={t(`autoReplies.rateHint.${rate}`)}
            value={values[rate]}
            error={errorOf(rate)}
            onChange={(next) => set({ [rate]: next })}
          />
        ))}
      </FieldGroup>
    </SaveForm>
  );
}
