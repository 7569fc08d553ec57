import { useTranslation } from 'react-i18next';
import { useSummary } from '@/lib/requests/summary';

export type Figure = { count?: number | null; urgent?: boolean; countLabel?: string };

/** The figures beside the places: what is unread, and what failed before what waits. */
export function useFigures(): Record<string, Figure> {
  const { t } = useTranslation();
  const summary = useSummary();
  if (!summary) return {};
  const queue = (failed: number | null, waiting: number | null): Figure => {
    if (failed) return { count: failed, urgent: true, countLabel: t('nav.failed', { count: failed }) };
    return { count: waiting, countLabel: t('nav.waiting', { count: waiting ?? 0 }) };
  };
  const attention = (summary.intake_failed ?? 0) + (summary.intake_review ?? 0);
  const failed = attention + (summary.outbox_failed ?? 0);
  return {
    '/cases': {
      count: summary.unread_cases,
      countLabel: t('nav.unread', { count: summary.unread_cases ?? 0 }),
    },
    '/email': { count: failed, urgent: true, countLabel: t('nav.failed', { count: failed }) },
    '/email/inbox': queue(attention, summary.intake_waiting),
    '/email/outbox': queue(summary.outbox_failed, summary.outbox_waiting),
    '/email/blocked': queue(null, summary.blocked),
  };
}
