import { useTranslation } from 'react-i18next';
import { PageIndex } from '@/components/page/PageIndex';
import { useSession } from '@/lib/session/SessionContext';
import { settingsGroups } from '../places';
import { SectionLayout } from './SectionLayout';

/** The settings: the parts that the user's rights show. */
export function SettingsLayout() {
  const { t } = useTranslation();
  const { rights } = useSession();
  const groups = settingsGroups(rights).map(({ group, places }) => ({
    label: t(`settings.group.${group}`),
    parts: places.map(({ to, text }) => ({ to, label: t(text) })),
  }));
  return <SectionLayout at="beside" tabs={<PageIndex label={t('settings.tabs')} groups={groups} />} />;
}
