import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { WorstSenderNote } from '@/components/sender-check/SenderNote';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { useMay } from '@/lib/session/SessionContext';
import { useAutoReplies } from '../api/get-auto-replies';
import classes from './AutoReplies.module.css';
import { AutoRepliesForm } from './AutoRepliesForm';
import { Pauses } from './Pauses';

/** Receipts that nobody writes: what they are made of, how often, and who has had too many. */
export function AutoRepliesPage() {
  const { t } = useTranslation();
  const found = useAutoReplies();
  // Each goes out from the mailbox that was written to.
  const mailboxes = useMailboxNames(useMay('mailboxes'));
  return (
    <Page title={t('autoReplies.title')} lead={t('autoReplies.lead')}>
      <div className={classes.page}>
        <Pauses />
        <WorstSenderNote addresses={mailboxes.map(({ address }) => address)} />
        {found.isPending && <LoadingRows rows={6} height={48} />}
        {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && <AutoRepliesForm stored={found.data} />}
      </div>
    </Page>
  );
}
