import { Select } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { RichText } from '@/components/rich-text/RichText';
import type { RichHandle, RichValue } from '@/components/rich-text/rich-value';
import { FilledPreview, TemplatePreview } from '@/components/template/TemplatePreview';
import { VariableMenu } from '@/components/template/VariableMenu';
import { VARIABLES } from '@/components/template/variables';
import type { FromChoice as From } from '@/lib/api/types';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useSession } from '@/lib/session/SessionContext';
import { type BulkTarget, useFilledFor, useReplyToMany } from '../api/bulk-mail';
import { useSenders } from '../api/start-case';
import { BulkMailDialog } from './BulkMailDialog';
import classes from './BulkMailDialog.module.css';
import { FromChoice } from './FromChoice';

export type BulkMailProps = {
  target: BulkTarget;
  /** How many cases, in words. */
  count: string;
  /** One of them, to show how the mail reads. */
  sample: string | undefined;
  onClose: () => void;
  onBegun: () => void;
};

/** The same answer to the customers of many cases: a template in each one's language, or a text. */
export function BulkReply({ target, count, sample, onClose, onBegun }: BulkMailProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const templates = useActiveTemplates();
  const [template_id, setTemplate] = useState<string | null>(null);
  const [written, setWritten] = useState<RichValue>({ text: '', html: null });
  const { text, html } = written;
  const field = useRef<RichHandle>(null);
  const mailboxes = (useSenders().data?.rows ?? []).map(({ address }) => address);
  const [from, setFrom] = useState<From | null>(null);
  const [close, setClose] = useState(false);
  const reply = useReplyToMany();
  const filled = useFilledFor(template_id, sample);
  const submit = () =>
    reply.mutate(
      { target, mail: template_id ? { template_id, text: '', from, close } : { text, html, from, close } },
      {
        onSuccess: () => {
          notifyDone(t('jobs.begun'));
          onBegun();
        },
      },
    );
  return (
    <BulkMailDialog
      title={t('bulkMail.replyTitle')}
      count={count}
      close={close}
      onClose={onClose}
      onCloseCases={setClose}
      onSubmit={submit}
      ready={template_id !== null || text.trim() !== ''}
      sending={reply.isPending}
      error={reply.error}
      outcome={t('bulkMail.replyOutcome', { number: count })}
    >
      <Select
        label={t('bulkMail.template')}
        description={t('bulkMail.templateHint')}
        placeholder={t('bulkMail.noTemplate')}
        clearable
        searchable
        data={templates.map(({ id, name }) => ({ value: id, label: name }))}
        value={template_id}
        onChange={setTemplate}
      />
      <p className={classes.from}>
        <FromChoice mailboxes={mailboxes} from={from} template_id={template_id} onChoose={setFrom} />
      </p>
      {template_id === null && (
        <div>
          <RichText
            ref={field}
            name={t('bulkMail.text')}
            label={t('bulkMail.text')}
            description={t('bulkMail.textHint')}
            rows={{ min: 6, max: 20 }}
            value={written}
            onChange={setWritten}
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
    </BulkMailDialog>
  );
}
