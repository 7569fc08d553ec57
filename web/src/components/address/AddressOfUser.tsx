import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconBlocked } from '@/components/icons';
import type { AddressWarning } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { AddressWarningText } from './AddressWarning';

/** What keeps mail from a user, what is lost by it, and where it is cleared. Nothing while mail comes. */
export function AddressOfUser({ warning }: { warning: AddressWarning | null }) {
  const { t } = useTranslation();
  const mayClear = useMay('outbox');
  if (!warning) return null;
  if (warning.scope !== 'all') return <AddressWarningText warning={warning} />;
  return (
    <Alert color="red" icon={<IconBlocked size={18} />}>
      <AddressWarningText warning={warning} />
      <p>{t('addressWarning.ofUser.lost')}</p>
      {mayClear ? (
        <Link to="/email/blocked-addresses" search={{ q: warning.address }}>
          {t('addressWarning.ofUser.clear')}
        </Link>
      ) : (
        t('addressWarning.ofUser.ask')
      )}
    </Alert>
  );
}
