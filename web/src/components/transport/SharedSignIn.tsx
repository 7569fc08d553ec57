import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconCheck } from '@/components/icons';
import type { Transport } from '@/lib/api/types';

const CALM = new Set(['good', 'expiring']);

/** How the shared server's sign-in with its provider stands, and who mends it. */
export function SharedSignIn({ state }: { state: Transport['shared_grant'] }) {
  const { t } = useTranslation();
  if (!state) return null;
  const color = state === 'good' ? 'green' : CALM.has(state) ? 'yellow' : 'red';
  return (
    <Alert
      color={color}
      icon={state === 'good' ? <IconCheck size={18} /> : <IconAlert size={18} />}
      title={t(`oauth.state.${state}`)}
    >
      {t(`transport.sharedGrant.${state}`)}
    </Alert>
  );
}
