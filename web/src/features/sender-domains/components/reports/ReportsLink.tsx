import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconEye } from '@/components/icons';
import type { SenderDomain } from '@/lib/api/types';
import classes from '../SenderDomains.module.css';

/** From a domain to what other servers report on it. */
export function ReportsLink({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={classes.title}>{t('domainReports.title')}</h2>
      <p className={classes.lead}>{t('domainReports.linkLead')}</p>
      <Button
        variant="default"
        leftSection={<IconEye size={16} />}
        renderRoot={(props) => (
          <Link to="/settings/sender-domains/$domainId/reports" params={{ domainId: domain.id }} {...props} />
        )}
      >
        {t('domainReports.open')}
      </Button>
    </section>
  );
}
