import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useNoticeSettings } from '../../api/notice-settings';
import { NoticeSettingsForm } from './NoticeSettingsForm';

/** How the organisation's users are told of what happens to cases. */
export function NoticeSettingsPage() {
  const { t } = useTranslation();
  const found = useNoticeSettings();
  return (
    <Page title={t('noticeSettings.title')} lead={t('noticeSettings.lead')}>
      {found.isPending && <LoadingRows rows={5} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <NoticeSettingsForm settings={found.data} />}
    </Page>
  );
}
