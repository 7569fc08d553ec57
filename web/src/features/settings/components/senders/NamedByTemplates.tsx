import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { templatesQuery } from '@/lib/requests/templates';

type Props = { id: string; archived: boolean; restricted: boolean };

/** Which templates a sender is missed by that is archived, or that some alone may use: their mails would change it without a word. */
export function NamedByTemplates({ id, archived, restricted }: Props) {
  const { t } = useTranslation();
  const templates = useQuery({ ...templatesQuery({}), enabled: archived || restricted });
  const names = templates.data?.filter(({ identity_id }) => identity_id === id).map(({ name }) => name) ?? [];
  if (!(archived || restricted) || names.length === 0) return null;
  return (
    <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />} role="status">
      {t(archived ? 'senders.namedArchived' : 'senders.namedRestricted', { names: names.join(', ') })}
    </Alert>
  );
}
