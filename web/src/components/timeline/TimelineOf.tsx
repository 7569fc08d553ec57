import { useTranslation } from 'react-i18next';
import { type TimelineSource, useTimeline } from '@/lib/requests/timeline';
import { IconHistory } from '../icons';
import { EmptyState } from '../states/EmptyState';
import { ErrorState } from '../states/ErrorState';
import { LoadingRows } from '../states/LoadingRows';
import { Timeline } from './Timeline';

/** The timeline of a mail, with its loading, empty and error states. */
export function TimelineOf({ source }: { source: TimelineSource }) {
  const { t } = useTranslation();
  const timeline = useTimeline(source);
  if (timeline.isPending) return <LoadingRows rows={5} height={48} />;
  if (timeline.isError) return <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} />;
  if (timeline.data.length === 0) {
    return <EmptyState icon={IconHistory} title={t('timeline.emptyTitle')} hint={t('timeline.emptyHint')} />;
  }
  return <Timeline entries={timeline.data} />;
}
