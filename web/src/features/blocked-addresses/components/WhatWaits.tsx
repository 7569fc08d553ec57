import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Incident } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useKept } from './use-kept';

/** What waits for the decision on an incident, until when, and how much of it there is. */
export function WhatWaits({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kept = useKept()(incident);
  const { provider, waiting, waits_until, holds_until } = incident;
  const sentences: string[] = [];
  if (waits_until) sentences.push(t('incidents.parked', { provider, when: format.full(waits_until) }));
  else if (holds_until) sentences.push(t('incidents.putOff', { provider }));
  sentences.push(
    holds_until
      ? t('incidents.until', { until: format.full(holds_until) })
      : t('incidents.over', { provider }),
  );
  if (kept) sentences.push(kept);
  if (waiting.more) sentences.push(t('incidents.waitingMore', { total: format.count(waiting.count) }));
  else if (waiting.count > 0) sentences.push(t('incidents.waiting', { count: waiting.count }));
  return <Text size="sm">{sentences.join(' ')}</Text>;
}
