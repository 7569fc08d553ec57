import { useTranslation } from 'react-i18next';
import { isRecipient } from '@/lib/mail/distribution-list';

/** Why a mail to these cannot go yet: one is no address, or a blocked one of which its author has not said that it shall. */
export function useStop(named: string[], unsaid: string | undefined): string | undefined {
  const { t } = useTranslation();
  const wrong = named.find((address) => !isRecipient(address));
  if (wrong !== undefined) return t('reply.addressInvalid', { address: wrong });
  return unsaid && named.includes(unsaid) ? t('reply.toBlocked', { address: unsaid }) : undefined;
}
