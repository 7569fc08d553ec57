import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import type { SenderDomain } from '@/lib/api/types';
import { domainWithCode } from '@/lib/format/domain-name';
import { identitiesQuery } from '@/lib/requests/identities';
import { reportSettingsQuery } from '../api/reports';
import { useRemoveSenderDomain } from '../api/sender-domains';
import classes from './SenderDomains.module.css';

/** So many addresses are named; the others are counted. */
const NAMED = 5;

/** Takes a domain out of use, and says whose mail is signed no more then; one that never was in use is removed. */
export function Remove({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mailboxes = useQuery(reportSettingsQuery).data?.addresses ?? [];
  const identities = useQuery(identitiesQuery).data ?? [];
  const senders = identities.filter(({ archived_at }) => archived_at === null).map(({ address }) => address);
  const isOf = (address: string) => address.endsWith(`@${domain.name}`);
  const users = [...new Set([...mailboxes, ...senders].filter(isOf))].sort();
  const named = users.slice(0, NAMED).join(', ');
  const rest = users.length - NAMED;
  const shown = rest > 0 ? t('senderDomains.remove.andMore', { named, count: rest }) : named;
  // Mail is signed from when a domain is live; until then nothing ends with it.
  const isUnused = domain.state === 'pending' && domain.switched_off_at === null;
  const use = isUnused ? 'unused' : 'used';
  const usedBy = users.length > 0 && !isUnused ? t('senderDomains.remove.usedBy', { shown }) : null;
  return (
    <div>
      {usedBy && <p className={classes.quiet}>{usedBy}</p>}
      <DeleteButton
        id={domain.id}
        verb={t(`senderDomains.remove.${use}.button`)}
        question={t(`senderDomains.remove.${use}.question`, { name: domainWithCode(domain.name) })}
        hint={[t(`senderDomains.remove.${use}.hint`), usedBy].filter(Boolean).join(' ')}
        done={t(`senderDomains.remove.${use}.done`)}
        remove={useRemoveSenderDomain()}
        onGone={() => void navigate({ to: '/settings/sender-domains' })}
      />
    </div>
  );
}
