import { Alert, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';

/** Says that a mail that stands here was sent, or thrown away, elsewhere: he looks first, or goes on here. */
export function EndedNotice({ onSeen }: { onSeen: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert py="xs" color="yellow" icon={<IconAlert size={18} />} role="alert">
      {t('start.ended')}
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" renderRoot={(props) => <Link to="/email/sent" {...props} />}>
          {t('start.endedShow')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onSeen}>
          {t('start.endedGoOn')}
        </Button>
      </Group>
    </Alert>
  );
}
