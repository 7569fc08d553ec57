import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mode } from '../draft';

type Props = { mode: Mode; all: number; onMode: (mode: Mode) => void };

/** How it is written: to the customer, to all, to an outsider, or among us. */
export function ReplyModes({ mode, all, onMode }: Props) {
  const { t } = useTranslation();
  const modes: { value: Mode; label: string }[] = [
    { value: 'reply', label: t('reply.reply') },
    ...(all > 1 || mode === 'reply_all'
      ? [{ value: 'reply_all' as const, label: t('reply.replyAll', { count: all }) }]
      : []),
    { value: 'forward', label: t('reply.forward') },
    { value: 'comment', label: t('reply.comment') },
  ];
  return (
    <SegmentedControl
      size="xs"
      value={mode}
      onChange={(next) => onMode(next as Mode)}
      aria-label={t('reply.label')}
      data={modes}
    />
  );
}
