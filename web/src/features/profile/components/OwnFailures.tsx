import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconInfo } from '@/components/icons';
import { useIsMailbox } from '@/lib/requests/mailbox-names';
import { useMay } from '@/lib/session/SessionContext';

/**
 * Where failures go that one's own server reports after it took a mail: it takes no other return path, and what comes to a
 * mailbox that nobody fetches is not seen here. One that is a mailbox here is fetched. Whoever may not see the mailboxes is told
 * what is right either way.
 */
export function OwnFailures({ address }: { address: string }) {
  const { t } = useTranslation();
  const mayConnect = useMay('mailboxes');
  const isMailbox = useIsMailbox(address, mayConnect);
  if (mayConnect && isMailbox !== false) return null;
  return (
    <Alert color="gray" icon={<IconInfo size={18} />}>
      {t('profile.outgoing.failures', { address })}{' '}
      {mayConnect ? (
        <Link to="/email/mailboxes">{t('profile.outgoing.connect')}</Link>
      ) : (
        t('profile.outgoing.askToConnect')
      )}
    </Alert>
  );
}
