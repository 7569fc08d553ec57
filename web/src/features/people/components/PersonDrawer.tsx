import { useTranslation } from 'react-i18next';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { usePerson } from '../api/get-person';
import { PersonForm } from './PersonForm';

/** One person beside the list, or a new one. */
export function PersonDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  return id ? <Known id={id} onClose={onClose} /> : <PersonForm person={undefined} onClose={onClose} />;
}

function Known({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const found = usePerson(id);
  if (found.data) return <PersonForm person={found.data} onClose={onClose} />;
  return (
    <SideDrawer opened onClose={onClose} title={t('persons.one')} size="34rem">
      {found.isPending ? (
        <LoadingRows rows={5} height={44} />
      ) : (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      )}
    </SideDrawer>
  );
}
