// A template's text, put where the cursor stands in what is written.
import { notifications } from '@mantine/notifications';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { RichHandle } from '@/components/rich-text/rich-value';
import type { FilledTemplate } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

export function useInsertion(
  field: RefObject<RichHandle | null>,
  subject: string | null,
  onSubject: (subject: string) => void,
) {
  const { t } = useTranslation();
  return (filled: FilledTemplate) => {
    field.current?.insert(filled.text);
    if (!subject && filled.subject) onSubject(filled.subject);
    const missing = filled.missing.map((name) => textOf(`variable.${name}`) ?? name);
    if (missing.length > 0) {
      notifications.show({
        message: t('reply.templateMissing', { names: missing.join(', ') }),
        color: 'yellow',
      });
    }
  };
}
