// A template's text, put where the cursor stands in what is written.
import { notifications } from '@mantine/notifications';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { RichHandle } from '@/components/rich-text/rich-value';
import type { FilledTemplate } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

/** What is put in, and the template that it came from. */
export type Insertion = FilledTemplate & { template_id?: string };

export function useInsertion(
  field: RefObject<RichHandle | null>,
  written: string | null,
  change: (next: { subject?: string; template_id?: string }) => void,
) {
  const { t } = useTranslation();
  return (filled: Insertion) => {
    field.current?.insert(filled.text, filled.html);
    const subject = written || filled.subject || undefined;
    const { template_id } = filled;
    change({ ...(subject && { subject }), ...(template_id && { template_id }) });
    const missing = filled.missing.map((name) => textOf(`variable.${name}`) ?? name);
    if (missing.length > 0) {
      notifications.show({
        message: t('reply.templateMissing', { names: missing.join(', ') }),
        color: 'yellow',
      });
    }
  };
}
