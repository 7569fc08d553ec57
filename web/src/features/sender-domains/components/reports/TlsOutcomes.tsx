import { useTranslation } from 'react-i18next';
import { StatusDot } from '@/components/status/StatusDot';
import type { TlsOutcomeCount } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import domain from '../SenderDomains.module.css';
import classes from './Reports.module.css';

type Props = { title: string; outcomes: TlsOutcomeCount[] };

/** What came of connections to the domain's servers, in words. */
export function TlsOutcomes({ title, outcomes }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <h2 className={domain.title}>{title}</h2>
      <p className={domain.lead}>{t('domainReports.tls.lead')}</p>
      <ul className={domain.records}>
        {outcomes.map(({ outcome, mx, sessions, last_day, words }) => (
          <li key={`${outcome} ${mx}`} className={domain.record}>
            <div className={domain.heading}>
              <h3 className={domain.name}>{mx || t('domainReports.tls.anyServer')}</h3>
              <StatusDot tone={outcome === 'success' ? 'good' : 'bad'}>
                {t(`domainReports.outcome.${outcome}`)}
              </StatusDot>
            </div>
            <p className={classes.figures}>
              <span>
                {t('domainReports.tls.sessions', { count: sessions, shown: format.count(sessions) })}
              </span>
              <span>{t('domainReports.tls.lastSeen', { day: format.day(last_day) })}</span>
            </p>
            {outcome !== 'success' && <p>{t(`domainReports.cure.${outcome}`)}</p>}
            {words && <p className={domain.quiet}>{t('timeline.serverWords', { words })}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
