// Asked before a change that takes the sign-ins of an application away.
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import type { OauthApplication } from '@/lib/api/types';
import { countSignedIn } from '../../api/oauth';

/** Tells how many must sign in again, and asks whether to go on; nobody is asked where nobody has signed in. */
export function useAgreement(): (application: OauthApplication) => Promise<boolean> {
  const { t } = useTranslation();
  const confirm = useConfirm();
  return async ({ id, name }) => {
    const count = await countSignedIn(id).catch(() => undefined);
    if (count === 0) return true;
    return confirm({
      title: t('oauth.moved.title', { name }),
      text: count === undefined ? t('oauth.moved.unknown') : t('oauth.moved.text', { count }),
      action: t('oauth.moved.action'),
    });
  };
}
