import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Help } from '@/components/help/Help';
import { RetrySchedule } from '@/components/retries/RetrySchedule';
import { useRetries } from '../../api/get-retries';

/** When mail that a server did not take yet is tried again; shown, and set in the configuration. */
export function RetryRules() {
  const { t } = useTranslation();
  const { data } = useRetries();
  return (
    <Stack gap="xs" mt="xl" maw="42rem">
      <Title order={2} size="h5">
        {t('retries.title')}{' '}
        <Help name={t('retries.title')}>
          {t('retries.help', { steps: 'outbox.retry_minutes', lifetime: 'outbox.lifetime_hours' })}
        </Help>
      </Title>
      {data && <RetrySchedule retries={data} />}
    </Stack>
  );
}
