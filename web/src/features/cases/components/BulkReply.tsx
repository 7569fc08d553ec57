import { Select } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { RichText } from '@/components/rich-text/RichText';
import type { RichHandle } from '@/components/rich-text/rich-value';
import { FilledPreview, TemplatePreview } from '@/components/template/TemplatePreview';
import { VariableMenu } from '@/components/template/VariableMenu';
import { VARIABLES } from '@/components/template/variables';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useSession } from '@/lib/session/SessionContext';
import { useFilledFor } from '../api/bulk-mail';
import { useSenders } from '../api/start-case';
import type { Fields } from '../use-new-draft';
import classes from './BulkMailDialog.module.css';
import { FromChoice } from './FromChoice';

export type BulkPartProps = {
  /** Where the text is written; nothing where a template is it. */
  field: RefObject<RichHandle | null>;
  fields: Fields;
  /** One of the cases, to show how the mail reads. */
  sample: string | undefined;
  onChange: (next: Partial<Fields>) => void;
  onFiles: (files: File[]) => void;
  onSend: () => void;
};

/** The same answer to the customers of many cases: a template in each one's language, or a text. */
export function BulkReply({ field, fields, sample, onChange, onFiles, onSend }: BulkPartProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const templates = useActiveTemplates();
  const { text, html, template_id, from } = fields;
  const mailboxes = (useSenders().data?.rows ?? []).map(({ address }) => address);
  const filled = useFilledFor(template_id, sample);
  return (
    <>
      <Select
        label={t('bulkMail.template')}
        description={t('bulkMail.templateHint')}
        placeholder={t('bulkMail.noTemplate')}
        clearable
        searchable
        data={templates.map(({ id, name }) => ({ value: id, label: name }))}
        value={template_id}
        onChange={(template_id) => onChange({ template_id })}
      />
      <p className={classes.from}>
        <FromChoice
          mailboxes={mailboxes}
          from={from}
          template_id={template_id}
          onChoose={(from) => onChange({ from })}
        />
      </p>
      {template_id === null && (
        <div>
          <RichText
            ref={field}
            name={t('bulkMail.text')}
            label={t('bulkMail.text')}
            description={t('bulkMail.textHint')}
            rows={{ min: 6, max: 20 }}
            roomBelow={112}
            value={{ text, html }}
            onChange={onChange}
            onFiles={onFiles}
            onSend={onSend}
          />
          <VariableMenu
            offered={VARIABLES}
            onChoose={(variable) => field.current?.insertInline(`[[${variable}]]`)}
          />
        </div>
      )}
      {template_id === null && text.trim() !== '' && (
        <TemplatePreview
          draft={{ language: user.language, subject: '', text, html, case_id: sample ?? null }}
          aside={<span>{t('bulkMail.sample')}</span>}
        />
      )}
      {template_id !== null && (
        <FilledPreview
          filled={filled.data}
          error={filled.error}
          aside={<span>{t('bulkMail.sample')}</span>}
        />
      )}
    </>
  );
}
