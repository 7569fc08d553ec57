import { useTranslation } from 'react-i18next';
import { StatusDot } from '@/components/status/StatusDot';
import type { SenderDomain } from '@/lib/api/types';
import { useServedMtaSts } from '../api/mta-sts';
import { recordTitle } from '../dns-mail';
import { isOnlyOff } from '../mta-sts';
import { FILE_TONES } from '../standing';
import { CopyLine } from './CopyLine';
import { RecordCard } from './RecordCard';
import classes from './SenderDomains.module.css';

const GROUPS = ['required', 'recommended', 'optional'] as const;

/** What a domain is to have in DNS, the most important first. */
export function DomainRecords({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const served = useServedMtaSts(domain.id).data;
  const shown = domain.records.filter((record) => !isOnlyOff(record, served));
  return GROUPS.map((group) => {
    const records = shown.filter(({ importance }) => importance === group);
    if (records.length === 0) return null;
    return (
      <section key={group}>
        <h2 className={classes.title}>{t(`senderDomains.group.${group}`)}</h2>
        <p className={classes.lead}>{t(`senderDomains.groupHint.${group}`)}</p>
        <ul className={classes.records}>
          {records.map((record) => (
            <RecordCard
              key={record.name + record.kind}
              record={record}
              title={recordTitle(record, domain, t)}
            >
              {record.kind === 'spf' && domain.spf_lookups !== null && (
                <p className={classes.quiet}>{t('senderDomains.lookups', { count: domain.spf_lookups })}</p>
              )}
              {record.kind === 'mta_sts' && domain.mta_sts_policy && (
                <>
                  <div className={classes.heading}>
                    <h4 className={classes.name}>{t('senderDomains.sts.file')}</h4>
                    {domain.mta_sts_policy.state && (
                      <StatusDot tone={FILE_TONES[domain.mta_sts_policy.state]}>
                        {t(`senderDomains.sts.state.${domain.mta_sts_policy.state}`)}
                      </StatusDot>
                    )}
                  </div>
                  {domain.mta_sts_policy.state && domain.mta_sts_policy.state !== 'live' && (
                    <p>
                      {t(`senderDomains.sts.cure.${domain.mta_sts_policy.state}`, {
                        detail: domain.mta_sts_policy.detail,
                      })}
                    </p>
                  )}
                  <CopyLine
                    word={t('senderDomains.sts.address')}
                    text={domain.mta_sts_policy.address}
                    label={t('senderDomains.copyValue', { name: domain.mta_sts_policy.address })}
                  />
                  <CopyLine
                    word={t('senderDomains.sts.text')}
                    text={domain.mta_sts_policy.text}
                    label={t('senderDomains.copyValue', { name: t('senderDomains.sts.file') })}
                  />
                </>
              )}
            </RecordCard>
          ))}
        </ul>
      </section>
    );
  });
}
