import { useTranslation } from 'react-i18next';
import { few } from '@/lib/i18n/few';
import { isRecipient } from '@/lib/mail/distribution-list';

const NOBODY: string[] = [];

/** Why a mail to these cannot go yet: some are no addresses, or blocked ones of which its author has not said that it shall. */
export function useStop(named: string[], unsaid = NOBODY): string | undefined {
  const { t } = useTranslation();
  const wrong = [...new Set(named.filter((address) => !isRecipient(address)))];
  const stopped = unsaid.filter((address) => named.includes(address));
  const why = [];
  if (wrong.length === 1) why.push(t('reply.addressInvalid', { address: wrong[0] }));
  if (wrong.length > 1) why.push(t('reply.addressesInvalid', { addresses: few(wrong, t) }));
  if (stopped.length === 1) why.push(t('reply.toBlocked', { address: stopped[0] }));
  if (stopped.length > 1) why.push(t('reply.toBlockedMany', { addresses: few(stopped, t) }));
  return why.length > 0 ? why.join('. ') : undefined;
}
