import { useTranslation } from 'react-i18next';
import { PageTabs } from '@/components/page/PageTabs';
import { useSession } from '@/lib/session/SessionContext';
import { settingsPlaces } from '../places';
import { SectionLayout } from './SectionLayout';

/** The settings: the parts that the user's rights show. */
export function SettingsLayout() {
  const { t } = useTranslation();
  const { rights } = useSession();
  const tabs = settingsPlaces(rights).map(({ to, text }) => ({ to, label: t(text) }));
  return <SectionLayout tabs={<PageTabs label={t('settings.tabs')} tabs={tabs} />} />;
}
