import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { templatesQuery } from '@/lib/requests/templates';

type Props = { id: string; missedAs: 'archived' | 'restricted' };

/** Templates that are named before the others are counted. */
const NAMED_MAX = 5;

/** Which templates a sender is missed by that is archived, or that some alone may use: their mails would change it without a word. */
export function NamedByTemplates({ id, missedAs }: Props) {
  const { t } = useTranslation();
  const templates = useQuery(templatesQuery({}));
  const names = templates.data?.filter(({ identity_id }) => identity_id === id).map(({ name }) => name) ?? [];
  if (names.length === 0) return null;
  const named = names.slice(0, NAMED_MAX).join(', ');
  const more = names.length - NAMED_MAX;
  return (
    <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />} role="status">
      {t(missedAs === 'archived' ? 'senders.namedArchived' : 'senders.namedRestricted', {
        names: more > 0 ? t('senders.namedMore', { named, count: more }) : named,
      })}
    </Alert>
  );
}
