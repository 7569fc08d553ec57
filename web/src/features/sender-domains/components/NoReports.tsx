import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyProblem } from '@/components/problem/notify';
import type { SenderDomain } from '@/lib/api/types';
import { reportSettingsQuery } from '../api/reports';
import { useChangeSenderDomain } from '../api/sender-domains';
import classes from './SenderDomains.module.css';

/** Why no record asks for reports, and the mailbox that they could go to. */
export function NoReports({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const change = useChangeSenderDomain(domain.id);
  const addresses = useQuery(reportSettingsQuery).data?.addresses ?? [];
  if (domain.reports_to !== null) return null;
  const ofDomain = addresses.find((address) => address.endsWith(`@${domain.name}`));
  const proposed = ofDomain ?? addresses[0];
  const choose = (reports_to: string) =>
    change.mutate(
      { dmarc_policy: domain.dmarc_policy, reports_to },
      { onError: (error) => notifyProblem(error, t) },
    );
  return (
    <section>
      <p className={classes.lead}>{t('senderDomains.noReports.why')}</p>
      {proposed && (
        <>
          {!ofDomain && <p className={classes.quiet}>{t('senderDomains.noReports.consent')}</p>}
          <Button
            variant="default"
            size="xs"
            loading={change.isPending}
            classNames={{ root: classes.long, label: classes.longWords }}
            onClick={() => choose(proposed)}
          >
            {t('senderDomains.noReports.choose', { address: proposed })}
          </Button>
        </>
      )}
    </section>
  );
}
