import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SenderDomainReports } from '@/lib/api/types';
import { DayBars } from './DayBars';
import { NewestReports } from './NewestReports';
import { Sources } from './Sources';
import { TlsOutcomes } from './TlsOutcomes';

/** What reports say. Anybody can write one: what nobody vouches for is shown to whoever asks for it, and marked. */
export function Figures({ reports }: { reports: SenderDomainReports }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const { unproved } = reports;
  const isShown = (proved: boolean) => all || proved;
  const sources = reports.sources.filter(({ proved_reporter }) => isShown(proved_reporter));
  const newest = reports.newest.filter(({ proved }) => isShown(proved));
  const hidesSome =
    unproved.dmarc_reports + unproved.tls_reports > 0 ||
    reports.sources.some(({ proved_reporter }) => !proved_reporter) ||
    reports.newest.some(({ proved }) => !proved);
  return (
    <>
      {hidesSome && (
        <Switch
          label={t('domainReports.sources.hearsay')}
          description={t('domainReports.sources.hearsayHint')}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      )}
      <MailDays days={reports.days} span={reports} />
      {all && <MailDays days={unproved.days} span={reports} hearsay />}
      {sources.length > 0 && <Sources sources={sources} />}
      <Tls days={reports.tls_days} outcomes={reports.tls_outcomes} span={reports} />
      {all && <Tls days={unproved.tls_days} outcomes={unproved.tls_outcomes} span={reports} hearsay />}
      {newest.length > 0 && <NewestReports reports={newest} />}
    </>
  );
}

type DaysProps = {
  days: SenderDomainReports['days'];
  span: Pick<SenderDomainReports, 'first_day' | 'last_day'>;
  /** Whether nobody vouches for those who report it. */
  hearsay?: boolean;
};

function MailDays({ days, span, hearsay = false }: DaysProps) {
  const { t } = useTranslation();
  const title = t('domainReports.byDay');
  if (days.length === 0) return null;
  return (
    <DayBars
      title={hearsay ? t('domainReports.hearsay', { title }) : title}
      good={t('domainReports.proved')}
      bad={t('domainReports.unproved')}
      days={days}
      span={span}
    />
  );
}

type TlsProps = DaysProps & { outcomes: SenderDomainReports['tls_outcomes'] };

function Tls({ days, outcomes, span, hearsay = false }: TlsProps) {
  const { t } = useTranslation();
  const marked = (title: string) => (hearsay ? t('domainReports.hearsay', { title }) : title);
  if (outcomes.length === 0) return null;
  return (
    <>
      <DayBars
        title={marked(t('domainReports.tls.byDay'))}
        good={t('domainReports.tls.good')}
        bad={t('domainReports.tls.bad')}
        days={days}
        span={span}
      />
      <TlsOutcomes title={marked(t('domainReports.tls.title'))} outcomes={outcomes} />
    </>
  );
}
