import { Alert, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconLock } from '@/components/icons';

type Props = {
  needs: boolean;
  /** Whether to its end, by servers that promise it. */
  throughout: boolean;
  onChange: (needs: boolean) => void;
  onThroughout: (throughout: boolean) => void;
};

/** Says of a mail that it goes over verified encryption alone, and takes that back. */
export function SecureLine({ needs, throughout, onChange, onThroughout }: Props) {
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
      {t(throughout ? 'reply.secureThroughout' : 'reply.secureOn')}
      <Checkbox
        mt="xs"
        size="xs"
        label={t('reply.secureWhole')}
        description={t('reply.secureWholeHint')}
        checked={throughout}
        onChange={(event) => onThroughout(event.currentTarget.checked)}
      />
    </Alert>
  );
}
