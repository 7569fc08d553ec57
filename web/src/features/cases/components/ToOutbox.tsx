import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** The way to the mail in the outbox. */
export function ToOutbox({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-sm"
      variant="default"
      renderRoot={(props) => <Link to="/email/outbox" search={{ open: id, sent: true }} {...props} />}
    >
      {t('delivery.openOutbox')}
    </Button>
  );
}
