import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { TransportForm } from '@/components/transport/TransportForm';
import { useTransport } from '../../api/get-transport';
import { useSaveTransport } from '../../api/save-transport';
import { useTestTransport } from '../../api/test-transport';
import { DomainTransports } from './DomainTransports';
import { RetryRules } from './RetryRules';
import { ReturnsRules } from './ReturnsRules';
import { SeenByReceivers } from './SeenByReceivers';
import { SenderName } from './SenderName';

/** The way that mail leaves the house. */
export function TransportPage() {
  const { t } = useTranslation();
  const found = useTransport();
  const save = useSaveTransport();
  const test = useTestTransport();
  return (
    <Page title={t('transport.title')} help={t('help.transport')} lead={t('transport.lead')}>
      {found.isPending && <LoadingRows rows={5} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <TransportForm transport={found.data} level="organisation" save={save} test={test} />}
      <SeenByReceivers />
      <DomainTransports />
      <SenderName />
      <ReturnsRules />
      <RetryRules />
    </Page>
  );
}
