// A template's text, put where the cursor stands in what is written.
import { notifications } from '@mantine/notifications';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilledTemplate } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { withInsertion } from './insertion';

/** What is put in, and the template that it came from. */
export type Insertion = FilledTemplate & { template_id?: string };

export function useInsertion(
  field: RefObject<HTMLTextAreaElement | null>,
  written: { text: string; subject: string | null },
  change: (next: { text: string; subject?: string; template_id?: string }) => void,
) {
  const { t } = useTranslation();
  return (filled: Insertion) => {
    const { text } = written;
    const [start, end] = [field.current?.selectionStart ?? text.length, field.current?.selectionEnd ?? 0];
    const next = withInsertion(text, filled.text, start, Math.max(start, end));
    const subject = written.subject || filled.subject || undefined;
    const { template_id } = filled;
    change({ text: next.text, ...(subject && { subject }), ...(template_id && { template_id }) });
    const missing = filled.missing.map((name) => textOf(`variable.${name}`) ?? name);
    if (missing.length > 0) {
      notifications.show({
        message: t('reply.templateMissing', { names: missing.join(', ') }),
        color: 'yellow',
      });
    }
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.cursor, next.cursor);
    });
  };
}
