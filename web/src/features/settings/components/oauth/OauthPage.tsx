import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconKey, IconPlus } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { OauthApplication } from '@/lib/api/types';
import { oauthApplicationsQuery, oauthProvidersQuery } from '@/lib/requests/oauth';
import { ApplicationDrawer } from './ApplicationDrawer';
import { ApplicationRow } from './ApplicationRow';
import classes from './Oauth.module.css';

/** The applications that are registered with providers of mail. */
export function OauthPage() {
  const { t } = useTranslation();
  const found = useQuery(oauthApplicationsQuery);
  const providers = useQuery(oauthProvidersQuery);
  const failed = [found, providers].find(({ isError }) => isError);
  const isReady = found.isSuccess && providers.isSuccess;
  const [open, setOpen] = useState<OauthApplication | 'new' | null>(null);
  const create = (
    <Button leftSection={<IconPlus size={16} />} disabled={!isReady} onClick={() => setOpen('new')}>
      {t('oauth.new')}
    </Button>
  );
  return (
    <Page title={t('oauth.title')} help={t('oauth.help')} lead={t('oauth.lead')} actions={create}>
      {!isReady && !failed && <LoadingRows rows={3} height={64} />}
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {isReady && found.data.length === 0 && (
        <EmptyState
          icon={IconKey}
          title={t('oauth.emptyTitle')}
          hint={t('oauth.emptyHint')}
          action={create}
        />
      )}
      {isReady && found.data.length > 0 && (
        <ul className={classes.list}>
          {found.data.map((application) => (
            <ApplicationRow
              key={application.id}
              application={application}
              provider={providers.data.find(({ key }) => key === application.provider)}
              onOpen={() => setOpen(application)}
            />
          ))}
        </ul>
      )}
      {open && isReady && (
        <ApplicationDrawer
          key={open === 'new' ? open : open.id}
          application={open === 'new' ? null : open}
          providers={providers.data}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}
