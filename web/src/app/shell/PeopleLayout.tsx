import { useTranslation } from 'react-i18next';
import { PageTabs } from '@/components/page/PageTabs';
import { SectionLayout } from './SectionLayout';

/** Persons and companies. */
export function PeopleLayout() {
  const { t } = useTranslation();
  const tabs = [
    { to: '/people/persons', label: t('persons.title') },
    { to: '/people/companies', label: t('companies.title') },
  ];
  return <SectionLayout tabs={<PageTabs label={t('persons.tabs')} tabs={tabs} />} />;
}
