import { useTranslation } from 'react-i18next';
import { useSummary } from '@/lib/requests/summary';

export type Figure = { count?: number | null; urgent?: boolean; countLabel?: string };

/** The figures beside the places: what is unread, and what failed before what waits. */
export function useFigures(): Record<string, Figure> {
  const { t } = useTranslation();
  const summary = useSummary();
  if (!summary) return {};
  // What a person must decide on has not failed; both ask for somebody.
  const urgent = (failed: number, review: number): Figure => ({
    count: failed + review,
    urgent: true,
    countLabel: [
      failed > 0 && t('nav.failed', { count: failed }),
      review > 0 && t('nav.toDecide', { count: review }),
    ]
      .filter(Boolean)
      .join(', '),
  });
  const queue = (failed: number, review: number, waiting: number | null): Figure => {
    if (failed + review > 0) return urgent(failed, review);
    return { count: waiting, countLabel: t('nav.waiting', { count: waiting ?? 0 }) };
  };
  const [intake, review] = [summary.intake_failed ?? 0, summary.intake_review ?? 0];
  const outbox = summary.outbox_failed ?? 0;
  return {
    '/cases': {
      count: summary.unread_cases,
      countLabel: t('nav.unread', { count: summary.unread_cases ?? 0 }),
    },
    '/email': urgent(intake + outbox, review),
    '/email/inbox': queue(intake, review, summary.intake_waiting),
    '/email/outbox': queue(outbox, 0, summary.outbox_waiting),
    '/email/blocked': queue(0, 0, summary.blocked),
  };
}
