import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { useSendingStops } from '@/lib/requests/sending-stop';

/** That all mail is stopped, and why: what is sent now waits until it goes on. */
export function StopNotice() {
  const { t } = useTranslation();
  const [stop] = useSendingStops().data?.rows ?? [];
  if (!stop) return null;
  return (
    <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />} role="status">
      {t(stop.by_operator ? 'reply.stoppedByOperator' : 'reply.stopped', { why: stop.why })}
    </Alert>
  );
}
