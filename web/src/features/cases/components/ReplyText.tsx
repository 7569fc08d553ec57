import { Textarea } from '@mantine/core';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { RichText } from '@/components/rich-text/RichText';
import type { Pictures, RichHandle, RichValue } from '@/components/rich-text/rich-value';
import type { Case } from '@/lib/api/types';
import { type Draft, isBlank, slotOf } from '../draft';
import classes from './ReplyBox.module.css';

type Props = {
  shown: Case;
  draft: Draft;
  pictures: Pictures;
  ref: Ref<RichHandle>;
  onChange: (next: RichValue) => void;
  onFiles: (files: File[]) => void;
  onSend: () => void;
};

/** The words of an answer or forward, with formatting; those of a comment, without. */
export function ReplyText({ shown, draft, pictures, ref, onChange, onFiles, onSend }: Props) {
  const { t } = useTranslation();
  const slot = slotOf(draft.mode);
  const rows = { min: isBlank(draft) ? 1 : 5, max: 16 };
  if (slot === 'comment') {
    return <CommentText ref={ref} draft={draft} rows={rows} onChange={onChange} onSend={onSend} />;
  }
  const placeholder = {
    forward: t('reply.forwardPlaceholder'),
    reply: t('reply.placeholder', { name: shown.customer_name ?? shown.customer_address }),
  }[slot];
  return (
    <RichText
      // The way back in one draft does not lead into another.
      key={slot}
      ref={ref}
      name={t('reply.label')}
      rows={rows}
      placeholder={placeholder}
      value={{ text: draft.text, html: draft.html }}
      pictures={pictures}
      onChange={onChange}
      onFiles={onFiles}
      onSend={onSend}
    />
  );
}

type CommentProps = Pick<Props, 'draft' | 'ref' | 'onChange' | 'onSend'> & {
  rows: { min: number; max: number };
};

function CommentText({ draft, rows, ref, onChange, onSend }: CommentProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  // Templates are for mails.
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    insert: () => undefined,
    insertInline: () => undefined,
  }));
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSend();
  };
  return (
    <Textarea
      ref={field}
      autosize
      minRows={rows.min}
      maxRows={rows.max}
      aria-label={t('reply.comment')}
      placeholder={t('reply.commentPlaceholder')}
      classNames={{ input: classes.text }}
      value={draft.text}
      onChange={(event) => onChange({ text: event.currentTarget.value, html: null })}
      onKeyDown={press}
    />
  );
}
