// A ready text, put where the cursor stands in what is written.
import { notifications } from '@mantine/notifications';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { RichHandle } from '@/components/rich-text/rich-value';
import type { FilledTemplate } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

/** Tells what a text had no value for. */
export function useMissing() {
  const { t } = useTranslation();
  return (variables: string[]) => {
    const names = variables.map((name) => textOf(`variable.${name}`) ?? name).join(', ');
    if (names) notifications.show({ message: t('reply.templateMissing', { names }), color: 'yellow' });
  };
}

export function useInsertion(
  field: RefObject<RichHandle | null>,
  written: string | null,
  change: (next: { subject?: string }) => void,
) {
  const missing = useMissing();
  return (filled: FilledTemplate) => {
    field.current?.insert(filled.text, filled.html);
    const subject = written || filled.subject || undefined;
    if (subject) change({ subject });
    missing(filled.missing);
  };
}
