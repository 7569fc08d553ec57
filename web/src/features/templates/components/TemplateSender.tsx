import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SenderNote } from '@/components/sender-check/SenderNote';
import { readable } from '@/lib/format/domain-name';
import { identitiesQuery } from '@/lib/requests/identities';
import { useMay } from '@/lib/session/SessionContext';

type Props = { value: string | null; error?: string; onChange: (value: string | null) => void };

/** As whom mails are sent that begin with a template; shown where there are shared senders to choose from. */
export function TemplateSender({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const found = useQuery({ ...identitiesQuery, enabled: useMay('mailboxes') });
  const senders = found.data?.filter(({ archived_at, id }) => !archived_at || id === value) ?? [];
  const chosen = senders.find(({ id }) => id === value);
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
          ...senders.map(({ id, address, display_name }) => ({
            value: id,
            label: readable(display_name ? `${display_name} <${address}>` : address),
          })),
        ]}
      />
      {chosen && <SenderNote address={chosen.address} />}
    </>
  );
}
