import { Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '@/components/help/Help';
import type { Pictures } from '@/components/rich-text/rich-value';
import { FormattedTextField } from '@/components/template/FormattedTextField';
import { TemplatePreview } from '@/components/template/TemplatePreview';
import { ApiProblem } from '@/lib/api/problem';
import type { Language } from '@/lib/api/types';
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { isWritten, type TemplateValues, type Text } from '../template-form';
import { PreviewCase } from './PreviewCase';
import classes from './TemplateTexts.module.css';

type Props = {
  values: TemplateValues;
  set: (next: Partial<TemplateValues>) => void;
  /** What the server said of the texts. */
  error: string | undefined;
  problem: unknown;
  /** The pictures that its texts can show. */
  pictures: Pictures;
};

/** Subject and text in each language, with a look at how they will read. */
export function TemplateTexts({ values, set, error, problem, pictures }: Props) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>(values.default_language);
  const [caseId, setCaseId] = useState<string | null>(null);
  const labelId = useId();
  const refused = problem instanceof ApiProblem ? problem.params.language : undefined;
  useEffect(() => {
    if (isLanguage(refused)) setLanguage(refused);
  }, [refused]);
  const { subject, text, html } = values.versions[language];
  const write = (next: Partial<Text>) =>
    set({ versions: { ...values.versions, [language]: { subject, text, html, ...next } } });
  const isDefault = language === values.default_language;
  return (
    <fieldset className={classes.texts}>
      <legend className={classes.legend}>
        <span id={labelId}>{t('templates.form.texts')}</span>
        <Help name={t('templates.form.texts')}>{t('templates.form.textsHelp')}</Help>
      </legend>
      <SegmentedControl
        aria-labelledby={labelId}
        value={language}
        onChange={(next) => setLanguage(next as Language)}
        data={LANGUAGES.map((one) => ({
          value: one,
          label: (
            <span className={classes.tab} data-written={isWritten(values.versions[one]) || undefined}>
              {LANGUAGE_NAMES[one]}
              {one === values.default_language && (
                <span className={classes.star}>{t('templates.form.main')}</span>
              )}
            </span>
          ),
        }))}
      />
      <Checkbox
        label={t('templates.form.default')}
        description={t('templates.form.defaultHint')}
        checked={isDefault}
        disabled={isDefault}
        onChange={() => set({ default_language: language })}
      />
      <TextInput
        label={t('templates.form.subject')}
        description={t('templates.form.subjectHint')}
        lang={language}
        value={subject}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <FormattedTextField
        // The way back in one language does not lead into another.
        key={language}
        label={t('templates.form.text')}
        description={t('templates.form.textHint')}
        lang={language}
        value={{ text, html }}
        error={refused === language || !refused ? error : undefined}
        pictures={pictures}
        onChange={write}
      />
      <TemplatePreview
        draft={{ language, subject, text, html, case_id: caseId }}
        pictures={pictures}
        aside={<PreviewCase value={caseId} onChange={setCaseId} />}
      />
    </fieldset>
  );
}
