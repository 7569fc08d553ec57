import { useTranslation } from 'react-i18next';
import { IconMailbox } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useNewDraft, useSenders } from '../api/start-case';
import { StartForm } from './StartForm';

/** A case that we start: the first mail to a customer. */
export function StartPage() {
  const { t } = useTranslation();
  const senders = useSenders();
  const draft = useNewDraft();
  const isReady = senders.data && draft.isFetched;
  return (
    <Page title={t('start.title')} lead={t('start.lead')}>
      {!isReady && !senders.isError && <LoadingRows rows={5} height={56} />}
      {senders.isError && <ErrorState error={senders.error} onRetry={() => void senders.refetch()} />}
      {isReady && senders.data.rows.length === 0 && (
        <EmptyState icon={IconMailbox} title={t('start.noMailbox')} />
      )}
      {isReady && senders.data.rows.length > 0 && (
        <StartForm senders={senders.data.rows} begun={draft.data ?? null} />
      )}
    </Page>
  );
}
