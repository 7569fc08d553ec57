import { useTranslation } from 'react-i18next';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useMailbox } from '../api/get-mailbox';
import { NEW } from './MailboxesPage';
import { MailboxForm } from './MailboxForm';

type Props = {
  id: string | undefined;
  onClose: () => void;
  /** A mailbox was made, or changed, that somebody must sign in for. */
  onMade: (id: string) => void;
};

/** The mailbox that the address names, or a new one. */
export function MailboxDrawer({ id, onClose, onMade }: Props) {
  if (id === undefined) return null;
  if (id === NEW) return <MailboxForm mailbox={null} onClose={onClose} onMade={onMade} />;
  return <Existing key={id} id={id} onClose={onClose} onMade={onMade} />;
}

function Existing({ id, onClose, onMade }: Props & { id: string }) {
  const { t } = useTranslation();
  const found = useMailbox(id);
  if (found.data) return <MailboxForm mailbox={found.data} onClose={onClose} onMade={onMade} />;
  return (
    <SideDrawer opened onClose={onClose} title={t('mailboxes.editTitle')} size="34rem">
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <LoadingRows rows={8} height={52} />
      )}
    </SideDrawer>
  );
}
