import { Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconEdit } from '@/components/icons';
import { useMay } from '@/lib/session/SessionContext';
import { PERSONS_OF_COMPANY, usePersonsOfCompany } from '../api/list-persons';

/** A new mail to one of a company's persons, or to all where they are few. Those who left are not written to. */
export function WriteToCompany({ company }: { company: string }) {
  const { t } = useTranslation();
  const may = useMay('cases_all', 'cases_own');
  const found = usePersonsOfCompany(company, may);
  const persons = found.flatMap(({ id, name, addresses, former }) =>
    addresses[0] && !former ? [{ id, name, address: addresses[0] }] : [],
  );
  if (!may || persons.length === 0) return null;
  const isAll = found.length < PERSONS_OF_COMPANY && persons.length > 1;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="light"
          style={{ justifySelf: 'start' }}
          leftSection={<IconEdit size={14} />}
        >
          {t('start.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {isAll && (
          <Menu.Item
            renderRoot={(props) => (
              <Link to="/cases/start" search={{ to: persons.map(({ address }) => address) }} {...props} />
            )}
          >
            {t('companies.writeToAll', { count: persons.length })}
          </Menu.Item>
        )}
        {persons.map(({ id, name, address }) => (
          <Menu.Item
            key={id}
            renderRoot={(props) => <Link to="/cases/start" search={{ to: [address] }} {...props} />}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
