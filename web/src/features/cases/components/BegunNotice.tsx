import { Alert, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/format/use-format';

/** Says above a new mail that it is one its author has begun, and lets him begin another beside it. */
export function BegunNotice({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert variant="light" color="fjord" py="xs" role="status">
      <Group gap="sm" justify="space-between">
        <span>{t('start.begunAt', { when: format.full(at) })}</span>
        <Button
          size="compact-sm"
          variant="default"
          renderRoot={(props) => <Link to="/cases/start" {...props} />}
        >
          {t('start.anewAlone')}
        </Button>
      </Group>
    </Alert>
  );
}
