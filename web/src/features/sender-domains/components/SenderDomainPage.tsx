import { Alert, Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconArrowLeft, IconEmail, IconRefresh } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { SeenOf } from '@/components/sender-check/SeenOf';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import type { SenderDomain } from '@/lib/api/types';
import { domainWithCode } from '@/lib/format/domain-name';
import { useCheckSenderDomain, useSenderDomain } from '../api/sender-domains';
import { isOff } from '../standing';
import { DmarcForm } from './DmarcForm';
import { DnsMailDrawer } from './DnsMailDrawer';
import { DomainKeys } from './DomainKeys';
import { DomainRecords } from './DomainRecords';
import { DomainState } from './DomainState';
import { MtaSts } from './MtaSts';
import { NoReports } from './NoReports';
import { Remove } from './Remove';
import { ReportsLink } from './reports/ReportsLink';
import classes from './SenderDomains.module.css';
import { Checked } from './SenderDomainsPage';

/** One domain: where it stands, its records, its rules and its keys. */
export function SenderDomainPage() {
  const { t } = useTranslation();
  const { domainId } = useParams({ strict: false });
  const found = useSenderDomain(domainId ?? '');
  const [writing, setWriting] = useState(false);
  const domain = found.data;
  return (
    <Page title={domain ? domainWithCode(domain.name) : t('senderDomains.name')} lead={<Back />}>
      {found.isPending && <LoadingRows rows={5} height={96} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {domain && (
        <div className={classes.domain}>
          {domain.is_absent && (
            <Alert color="red" variant="light" icon={<IconAlert size={18} />}>
              {t('senderDomains.absent', { name: domainWithCode(domain.name) })}
            </Alert>
          )}
          <Standing domain={domain} onWrite={() => setWriting(true)} />
          <SeenOfDomain name={domain.name} />
          <DomainRecords domain={domain} />
          <NoReports domain={domain} />
          <MtaSts domain={domain} />
          <ReportsLink domain={domain} />
          <DmarcForm key={domain.id} domain={domain} />
          <DomainKeys domain={domain} />
          <Remove domain={domain} />
        </div>
      )}
      {writing && domain && <DnsMailDrawer domain={domain} onClose={() => setWriting(false)} />}
    </Page>
  );
}

function SeenOfDomain({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={classes.title}>{t('senderCheck.seen.title')}</h2>
      <SeenOf address={`postmaster@${name}`} />
    </section>
  );
}

function Back() {
  const { t } = useTranslation();
  return (
    <Link to="/settings/sender-domains" className={classes.back}>
      <IconArrowLeft size={14} aria-hidden /> {t('senderDomains.back')}
    </Link>
  );
}

function Standing({ domain, onWrite }: { domain: SenderDomain; onWrite: () => void }) {
  const { t } = useTranslation();
  const check = useCheckSenderDomain(domain.id);
  const ask = () =>
    check.mutate(undefined, {
      onSuccess: () => notifyDone(t('senderDomains.checkDone')),
      onError: (error) => notifyProblem(error, t),
    });
  const lead = isOff(domain) ? 'off' : domain.state;
  return (
    <section className={classes.record} aria-label={t('senderDomains.name')}>
      <div className={classes.standing}>
        <DomainState domain={domain} />
        <p>{t(`senderDomains.lead_of.${lead}`)}</p>
      </div>
      <div className={classes.standing}>
        <p className={classes.quiet}>
          <Checked at={domain.checked_at} />
          {domain.check_at && (
            <>
              {' · '}
              {t('senderDomains.nextCheck')} <Time at={domain.check_at} as="relative" />
            </>
          )}
          {' · '}
          {t('senderDomains.asSaved')}
        </p>
        <div className={classes.buttons}>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={check.isPending}
            onClick={ask}
          >
            {t('senderDomains.check')}
          </Button>
          <Button leftSection={<IconEmail size={16} />} onClick={onWrite}>
            {t('senderDomains.mail.button')}
          </Button>
        </div>
      </div>
    </section>
  );
}
