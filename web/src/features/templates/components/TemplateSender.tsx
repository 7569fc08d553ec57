import { Alert, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { SenderNote } from '@/components/sender-check/SenderNote';
import type { Identity } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useCategories } from '@/lib/requests/categories';
import { identitiesQuery } from '@/lib/requests/identities';
import { useMay } from '@/lib/session/SessionContext';

type Props = { value: string | null; error?: string; onChange: (value: string | null) => void };

/** As whom mails are sent that begin with a template; shown where there are shared senders to choose from. */
export function TemplateSender({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const found = useQuery({ ...identitiesQuery, enabled: useMay('mailboxes') });
  const senders = found.data?.filter(({ archived_at, id }) => !archived_at || id === value) ?? [];
  const chosen = senders.find(({ id }) => id === value);
  const passedOver = usePassedOver(chosen);
  if (senders.length === 0) return null;
  return (
    <>
      <NativeSelect
        label={t('senders.template')}
        description={t('senders.templateHint')}
        value={value ?? ''}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value || null)}
        data={[
          { value: '', label: t('senders.templateNone') },
          ...senders.map((sender) => ({
            value: sender.id,
            label: sender.archived_at
              ? t('senders.archivedOption', { sender: labelOf(sender) })
              : labelOf(sender),
          })),
        ]}
      />
      {passedOver && (
        <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />} role="status">
          {passedOver}
        </Alert>
      )}
      {chosen && !chosen.archived_at && <SenderNote address={chosen.address} />}
    </>
  );
}

/** Why mails of the template are not from its sender, or not all of them. */
function usePassedOver(chosen: Identity | undefined): string | undefined {
  const { t } = useTranslation();
  const categories = useCategories();
  if (!chosen) return undefined;
  if (chosen.archived_at) return t('senders.templateArchived', { sender: labelOf(chosen) });
  const names = categories.filter(({ id }) => chosen.category_ids.includes(id)).map(({ name }) => name);
  return chosen.category_ids.length > 0
    ? t('senders.templateOfOthers', { names: names.join(', ') })
    : undefined;
}

const labelOf = ({ address, display_name }: Identity) =>
  readable(display_name ? `${display_name} <${address}>` : address);
