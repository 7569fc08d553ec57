import { Alert } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconInfo } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { SenderNote } from '@/components/sender-check/SenderNote';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { TransportForm } from '@/components/transport/TransportForm';
import { useOwnSending } from '@/lib/requests/own-sending';
import { useOwnTransport, useSaveOwnTransport, useTestOwnTransport } from '../api/transport';
import { OwnAddressForm } from './OwnAddressForm';
import { OwnFailures } from './OwnFailures';
import classes from './ProfilePage.module.css';
import { Section } from './Section';

/** What one writes from one's own address: where answers and copies go, and which server takes it. */
export function OutgoingPage() {
  const { t } = useTranslation();
  const sending = useOwnSending();
  const transport = useOwnTransport();
  const save = useSaveOwnTransport();
  const test = useTestOwnTransport();
  const failed = [sending, transport].find(({ isError }) => isError);
  const own = sending.data?.own;
  return (
    <Page
      title={t('profile.outgoing.title')}
      help={t('profile.outgoing.help')}
      lead={own ? t('profile.outgoing.lead', { address: own.address }) : undefined}
    >
      <p>
        <Link to="/profile">{t('profile.outgoing.back')}</Link>
      </p>
      {(sending.isPending || transport.isPending) && !failed && <LoadingRows rows={5} height={56} />}
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {sending.data && transport.data && (
        <div className={classes.sections}>
          {!own && (
            <Alert color="gray" icon={<IconInfo size={18} />}>
              {t('profile.outgoing.notAllowed')}
            </Alert>
          )}
          {own && (
            <>
              <Section title={t('profile.outgoing.address')} hint={t('profile.outgoing.addressHint')}>
                <SenderNote address={own.address} own />
                <OwnAddressForm sending={sending.data} />
              </Section>
              <Section title={t('profile.outgoing.server')} hint={t('profile.outgoing.serverHint')}>
                {own.own_server && <OwnFailures address={own.address} />}
                <TransportForm transport={transport.data} level="user" save={save} test={test} />
              </Section>
            </>
          )}
        </div>
      )}
    </Page>
  );
}
