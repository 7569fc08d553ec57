import { useTranslation } from 'react-i18next';
import { PageTabs } from '@/components/page/PageTabs';
import { SectionLayout } from './SectionLayout';

/** Persons, companies, and sets of persons. */
export function PeopleLayout() {
  const { t } = useTranslation();
  const tabs = [
    { to: '/people/persons', label: t('persons.title') },
    { to: '/people/companies', label: t('companies.title') },
    { to: '/people/selections', label: t('nav.selections') },
    { to: '/people/projects', label: t('nav.projects') },
    { to: '/people/distribution-lists', label: t('distributionLists.title') },
  ];
  return <SectionLayout tabs={<PageTabs label={t('persons.tabs')} tabs={tabs} />} />;
}
