import { useTranslation } from 'react-i18next';
import { StatusDot } from '@/components/status/StatusDot';
import type { ReportedSource } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { nameOf, percent, SOURCE_TONES } from '../../reports';
import domain from '../SenderDomains.module.css';
import classes from './Reports.module.css';

/** Who sends as the domain, the largest first, and what to do about each. */
export function Sources({ sources }: { sources: ReportedSource[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={domain.title}>{t('domainReports.sources.title')}</h2>
      <p className={domain.lead}>{t('domainReports.sources.lead')}</p>
      <ul className={domain.records}>
        {sources.map((source) => (
          <Source key={source.network} source={source} />
        ))}
      </ul>
    </section>
  );
}

function Source({ source }: { source: ReportedSource }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { standing, mails, proved, network, host, addresses, first_day, last_day, stopped } = source;
  // Where nothing is known but the addresses, the network is the name already.
  const name = nameOf(source) || t('domainReports.sources.smaller');
  const place = network && network !== name ? [network] : [];
  const facts = [
    ...(source.proved_reporter ? [] : [t('domainReports.sources.unproved')]),
    ...place,
    ...(host && host !== name ? [host] : []),
    ...(addresses > 1 ? [t('domainReports.sources.addresses', { count: addresses })] : []),
    first_day === last_day
      ? format.day(first_day)
      : t('domainReports.sources.seen', { first: format.day(first_day), last: format.day(last_day) }),
  ];
  return (
    <li className={domain.record}>
      <div className={domain.heading}>
        <h3 className={domain.name}>{name}</h3>
        <StatusDot tone={SOURCE_TONES[standing]}>{t(`domainReports.standing.${standing}`)}</StatusDot>
      </div>
      <p className={classes.figures}>
        <span>{t('domainReports.sources.mails', { count: mails, shown: format.count(mails) })}</span>
        <span>{t('domainReports.sources.proved', { percent: percent(proved, mails) })}</span>
        {stopped > 0 && (
          <span>{t('domainReports.sources.stopped', { count: stopped, shown: format.count(stopped) })}</span>
        )}
      </p>
      <p className={domain.quiet}>{facts.join(' · ')}</p>
      <p>{t(`domainReports.do.${standing}`)}</p>
    </li>
  );
}
