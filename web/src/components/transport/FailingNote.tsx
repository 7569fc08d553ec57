import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import type { Transport } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { whatStops } from './what-stops';

/** That no mail leaves through a server, since when, and what it says; or that it lacks its password. */
export function FailingNote({ transport }: { transport: Transport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { failing } = transport;
  const lacksPassword = whatStops(transport) === 'no_password';
  if (!failing && !lacksPassword) return null;
  return (
    <Alert color="red" icon={<IconAlert size={18} />} title={t('transport.failing.title')}>
      {lacksPassword
        ? t('transport.failing.noPassword')
        : failing && t('transport.failing.text', { when: format.full(failing.since) })}
      {!lacksPassword && failing?.words && (
        <div lang="en">
          <small>{failing.words}</small>
        </div>
      )}
    </Alert>
  );
}
