import { useTranslation } from 'react-i18next';
import { StatusDot } from '@/components/status/StatusDot';
import type { SenderDomain } from '@/lib/api/types';
import { isOff, stateTone } from '../standing';

/** Where a domain stands, in a word. */
export function DomainState({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const word = isOff(domain) ? t('senderDomains.switchedOff') : t(`senderDomains.state.${domain.state}`);
  return <StatusDot tone={stateTone(domain)}>{word}</StatusDot>;
}
