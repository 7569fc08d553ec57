import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconRoles } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import type { SenderDomain } from '@/lib/api/types';
import { domainWithCode } from '@/lib/format/domain-name';
import { senderDomainsQuery } from '../api/sender-domains';
import { troubles } from '../standing';
import { DomainState } from './DomainState';
import { NewDomain } from './NewDomain';
import { ReportKeeping } from './reports/ReportKeeping';
import classes from './SenderDomains.module.css';

/** The domains that mail is signed and sent for. */
export function SenderDomainsPage() {
  const { t } = useTranslation();
  const found = useQuery(senderDomainsQuery);
  const [adding, setAdding] = useState(false);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('senderDomains.new')}
    </Button>
  );
  return (
    <Page
      title={t('senderDomains.title')}
      help={t('senderDomains.help')}
      lead={t('senderDomains.lead')}
      actions={create}
    >
      {found.isPending && <LoadingRows rows={3} height={72} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <EmptyState
          icon={IconRoles}
          title={t('senderDomains.emptyTitle')}
          hint={t('senderDomains.emptyHint')}
          action={create}
        />
      )}
      {found.data && found.data.length > 0 && (
        <div className={classes.domain}>
          <ul className={classes.list}>
            {found.data.map((domain) => (
              <DomainRow key={domain.id} domain={domain} />
            ))}
          </ul>
          <ReportKeeping />
        </div>
      )}
      {adding && <NewDomain onClose={() => setAdding(false)} />}
    </Page>
  );
}

function DomainRow({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const count = troubles(domain).length;
  return (
    <li className={classes.row}>
      <div className={classes.heading}>
        <Link
          to="/settings/sender-domains/$domainId"
          params={{ domainId: domain.id }}
          className={classes.open}
        >
          {domainWithCode(domain.name)}
        </Link>
        <DomainState domain={domain} />
      </div>
      <span className={classes.quiet}>
        {count > 0 ? t('senderDomains.trouble', { count }) : t('senderDomains.allWell')}
        {' · '}
        <Checked at={domain.checked_at} />
      </span>
    </li>
  );
}

/** When DNS was last looked at. */
export function Checked({ at }: { at: string | null }) {
  const { t } = useTranslation();
  if (!at) return t('senderDomains.notChecked');
  return (
    <>
      {t('senderDomains.checked')} <Time at={at} as="relative" />
    </>
  );
}
