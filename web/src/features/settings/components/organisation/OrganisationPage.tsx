import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useOrganisation } from '../../api/get-organisation';
import { BinsForm } from './BinsForm';
import { OrganisationForm } from './OrganisationForm';

/** What the organisation is called, and its language. */
export function OrganisationPage() {
  const { t } = useTranslation();
  const found = useOrganisation();
  return (
    <Page title={t('organisation.title')} lead={t('organisation.lead')}>
      {found.isPending && <LoadingRows rows={3} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <OrganisationForm organisation={found.data} />}
      {found.data && <BinsForm />}
    </Page>
  );
}
