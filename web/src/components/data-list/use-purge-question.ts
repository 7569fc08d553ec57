// Deleting for good cannot be undone: the user is asked first, with the same words everywhere.
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../confirm/ConfirmProvider';

/** Asks whether mail shall be gone for good. */
export function usePurgeQuestion(): () => Promise<boolean> {
  const { t } = useTranslation();
  const confirm = useConfirm();
  return () =>
    confirm({ title: t('intake.purgeTitle'), text: t('intake.purgeText'), action: t('intake.purge') });
}
