import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DomainReport } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { percent } from '../../reports';
import domain from '../SenderDomains.module.css';
import classes from './Reports.module.css';

/** The newest reports, each with the mail that brought it. */
export function NewestReports({ reports }: { reports: DomainReport[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayOpen = useMay('intake');
  return (
    <section>
      <h2 className={domain.title}>{t('domainReports.newest.title')}</h2>
      <p className={domain.lead}>{t('domainReports.newest.lead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div className={classes.scrolls} tabIndex={0}>
        <table className={classes.table}>
          <thead className={classes.head}>
            <tr>
              <th scope="col">{t('domainReports.newest.reporter')}</th>
              <th scope="col">{t('domainReports.newest.about')}</th>
              <th scope="col">{t('domainReports.newest.day')}</th>
              <th scope="col">{t('domainReports.column.all')}</th>
              <th scope="col">{t('domainReports.newest.good')}</th>
            </tr>
          </thead>
          <tbody>
            {reports.map((report) => (
              <tr key={`${report.kind} ${report.intake_id}`}>
                <th scope="row">
                  {mayOpen ? (
                    <Link to="/email/inbox" search={{ state: 'ignored', open: report.intake_id }}>
                      {readable(report.reporter || report.sent_from)}
                    </Link>
                  ) : (
                    readable(report.reporter || report.sent_from)
                  )}
                  {!report.proved && (
                    <span className={classes.unsure}>
                      {t('domainReports.newest.unsure', { domain: report.sent_from })}
                    </span>
                  )}
                </th>
                <td>{t(`domainReports.kind.${report.kind}`)}</td>
                <td>{format.day(report.begins_at)}</td>
                <td>{format.count(report.counted)}</td>
                <td>{t('domainReports.percent', { percent: percent(report.good, report.counted) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
