import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { useFormat } from '@/lib/format/use-format';

/** Says above a new mail that it is the one its author has begun, and lets him begin another. */
export function BegunNotice({ at, onAnew }: { at: string; onAnew: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const anew = async () => {
    const question = {
      title: t('start.anewTitle'),
      text: t('start.anewText'),
      action: t('start.anewAction'),
    };
    if (await confirm(question)) onAnew();
  };
  return (
    <Alert variant="light" color="fjord" py="xs" role="status">
      <Group gap="sm" justify="space-between">
        <span>{t('start.begunAt', { when: format.full(at) })}</span>
        <Button size="compact-sm" variant="default" onClick={() => void anew()}>
          {t('start.anewAlone')}
        </Button>
      </Group>
    </Alert>
  );
}
