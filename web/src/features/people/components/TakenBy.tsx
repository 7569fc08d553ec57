import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/problem';

/** The way to the person who has an address that another was to get. */
export function TakenBy({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiProblem) || error.code !== 'person.address_taken') return null;
  const { person_id, name } = error.params;
  if (!person_id || !name) return null;
  return (
    <Anchor component={Link} size="sm" to="/people/persons" search={{ open: person_id } as never}>
      {t('persons.showHolder', { name })}
    </Anchor>
  );
}
