import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import type { Transport } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';

/** That no mail leaves through a server, since when, and what it says. */
export function FailingNote({ failing }: { failing: Transport['failing'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!failing) return null;
  return (
    <Alert color="red" icon={<IconAlert size={18} />} title={t('transport.failing.title')}>
      {t('transport.failing.text', { when: format.full(failing.since) })}
      {failing.words && (
        <div lang="en">
          <small>{failing.words}</small>
        </div>
      )}
    </Alert>
  );
}
