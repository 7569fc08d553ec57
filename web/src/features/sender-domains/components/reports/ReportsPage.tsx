import { SegmentedControl } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportMenu } from '@/components/data-list/ListTools';
import { IconArrowLeft } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { StatusDot } from '@/components/status/StatusDot';
import type { SenderDomainReports } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useReports } from '../../api/reports';
import { ADVICE_TONES } from '../../reports';
import domain from '../SenderDomains.module.css';
import { Figures } from './Figures';
import classes from './Reports.module.css';

const SPANS = ['7', '30', '90', '365'] as const;

/** Who sends as a domain, how TLS towards it goes, and what to do, as other servers report it. */
export function ReportsPage() {
  const { t } = useTranslation();
  const { domainId = '' } = useParams({ strict: false });
  const [days, setDays] = useState<string>('30');
  const found = useReports(domainId, Number(days));
  const reports = found.data;
  return (
    <Page
      title={t('domainReports.title')}
      help={t('domainReports.help')}
      lead={<Back id={domainId} name={reports?.name ?? ''} />}
      actions={
        <>
          <search>
            <SegmentedControl
              size="xs"
              aria-label={t('domainReports.span')}
              data={SPANS.map((value) => ({ value, label: t(`domainReports.days.${value}`) }))}
              value={days}
              onChange={setDays}
            />
          </search>
          {reports && reports.dmarc_reports + reports.unproved.dmarc_reports > 0 && (
            <ExportMenu
              exporting={{ path: `/sender-domains/${domainId}/reports/export`, query: {} }}
              ids={[]}
            />
          )}
        </>
      }
    >
      {found.isPending && <LoadingRows rows={5} height={96} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {reports && (
        <div className={domain.domain}>
          <Advice reports={reports} />
          <Figures reports={reports} />
        </div>
      )}
    </Page>
  );
}

function Back({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const shown = name || t('senderDomains.name');
  return (
    <Link
      to="/settings/sender-domains/$domainId"
      params={{ domainId: id }}
      className={domain.back}
      aria-label={t('domainReports.back', { name: shown })}
    >
      <IconArrowLeft size={14} aria-hidden /> {shown}
    </Link>
  );
}

/** What the reports come to, and what to do. */
export function Advice({ reports }: { reports: SenderDomainReports }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { advice, dmarc_policy, reports_to, reach_us } = reports;
  const next = dmarc_policy === 'none' ? 'quarantine' : 'reject';
  const uncounted = reports.unproved.dmarc_reports + reports.unproved.tls_reports;
  const way = reports_to === null ? 'nowhere' : reach_us ? 'here' : 'elsewhere';
  return (
    <section className={domain.record} aria-label={t('domainReports.advice.label')}>
      <h2 className={classes.advice}>
        <StatusDot tone={ADVICE_TONES[advice]}>{t(`domainReports.advice.${advice}`)}</StatusDot>
      </h2>
      <p>
        {advice === 'tighten' ? t(`domainReports.todo.tighten_${next}`) : t(`domainReports.todo.${advice}`)}
      </p>
      {uncounted > 0 && (
        <p className={domain.quiet}>
          {t('domainReports.uncounted', { count: uncounted, shown: format.count(uncounted) })}
        </p>
      )}
      {(advice === 'no_reports' || way === 'elsewhere') && (
        <p className={domain.quiet}>{t(`domainReports.way.${way}`, { address: reports_to })}</p>
      )}
    </section>
  );
}
