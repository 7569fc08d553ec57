import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useAutoReplies } from '../api/get-auto-replies';
import classes from './AutoReplies.module.css';
import { AutoRepliesForm } from './AutoRepliesForm';
import { Pauses } from './Pauses';

/** Receipts that nobody writes: what they are made of, how often, and who has had too many. */
export function AutoRepliesPage() {
  const { t } = useTranslation();
  const found = useAutoReplies();
  return (
    <Page title={t('autoReplies.title')} lead={t('autoReplies.lead')}>
      <div className={classes.page}>
        <Pauses />
        {found.isPending && <LoadingRows rows={6} height={48} />}
        {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && <AutoRepliesForm stored={found.data} />}
      </div>
    </Page>
  );
}
