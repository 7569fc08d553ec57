import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconLock } from '@/components/icons';

type Props = { needs: boolean; onChange: (needs: boolean) => void };

/** Says of a mail that it goes over verified encryption alone, and takes that back. */
export function SecureLine({ needs, onChange }: Props) {
  const { t } = useTranslation();
  if (!needs) return null;
  return (
    <Alert
      py="xs"
      color="fjord"
      variant="light"
      icon={<IconLock size={18} />}
      role="status"
      withCloseButton
      closeButtonLabel={t('reply.secureOff')}
      onClose={() => onChange(false)}
    >
      {t('reply.secureOn')}
    </Alert>
  );
}
