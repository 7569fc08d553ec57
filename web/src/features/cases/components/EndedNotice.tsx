import { Alert, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import type { End } from '../use-ended';

const TEXTS = { gone: 'start.ended', changed: 'start.changed', unsure: 'start.unsure' } as const;

type Props = {
  ended: End;
  /** How often it was to be sent and was not: each time the keyboard comes here. */
  held: number;
  onSeen: () => void;
};

/** Says that a mail that stands here was sent, thrown away or written on elsewhere, or may have been: its author looks first, or goes on here. */
export function EndedNotice({ ended, held, onSeen }: Props) {
  const { t } = useTranslation();
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (held > 0) notice.current?.focus();
  }, [held]);
  return (
    <Alert ref={notice} tabIndex={-1} py="xs" color="yellow" icon={<IconAlert size={18} />} role="alert">
      {t(TEXTS[ended])}
      <Group gap="xs" mt="xs">
        {ended === 'changed' ? (
          <Button size="compact-sm" renderRoot={(props) => <Link to="/drafts" {...props} />}>
            {t('start.othersShow')}
          </Button>
        ) : (
          <Button size="compact-sm" renderRoot={(props) => <Link to="/email/sent" {...props} />}>
            {t('start.endedShow')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onSeen}>
          {t('start.endedGoOn')}
        </Button>
      </Group>
    </Alert>
  );
}
