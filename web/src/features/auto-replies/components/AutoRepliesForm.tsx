import { Anchor, Button, Select, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { AutoReplies } from '@/lib/api/types';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useSaveAutoReplies } from '../api/save-auto-replies';
import classes from './AutoReplies.module.css';
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values, { onSuccess: () => notifyDone(t('autoReplies.saved')) });
  };
  const choices = templates.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
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
      <fieldset className={classes.group} aria-describedby="auto-replies-limits">
        <legend className={classes.legend}>{t('autoReplies.limits')}</legend>
        <p id="auto-replies-limits" className={classes.hint}>
          {t('autoReplies.limitsHint')}
        </p>
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
      </fieldset>
      <ProblemView error={form.general} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
