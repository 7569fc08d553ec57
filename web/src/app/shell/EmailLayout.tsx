import { useTranslation } from 'react-i18next';
import { PageTabs } from '@/components/page/PageTabs';
import { useSession } from '@/lib/session/SessionContext';
import { emailPlaces } from '../places';
import { SectionLayout } from './SectionLayout';
import { useFigures } from './use-figures';

/** The e-mail screen: the parts that the user's rights show. */
export function EmailLayout() {
  const { t } = useTranslation();
  const { rights } = useSession();
  const figures = useFigures();
  const tabs = emailPlaces(rights).map(({ to, text }) => ({ to, label: t(text), ...figures[to] }));
  return <SectionLayout tabs={<PageTabs label={t('email.tabs')} tabs={tabs} />} />;
}
