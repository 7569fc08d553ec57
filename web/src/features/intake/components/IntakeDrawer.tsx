import { useTranslation } from 'react-i18next';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useIntakeDetail } from '../api/get-intake';
import { IntakeDetails } from './IntakeDetails';

/** The details of the mail that the address names. */
export function IntakeDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title={t('intake.detail')}>
      {id && <Loaded key={id} id={id} onGone={onClose} />}
    </SideDrawer>
  );
}

function Loaded({ id, onGone }: { id: string; onGone: () => void }) {
  const found = useIntakeDetail(id);
  if (found.isPending) return <LoadingRows rows={6} height={44} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <IntakeDetails mail={found.data} onGone={onGone} />;
}
