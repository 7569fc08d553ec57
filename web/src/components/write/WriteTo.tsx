import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readable } from '@/lib/format/domain-name';
import { isAddress } from '@/lib/mail/address';
import { useMay } from '@/lib/session/SessionContext';
import { IconEdit } from '../icons';

/** An address that leads to a new mail to it, for whoever may write one; what is no address is shown as it stands. */
export function WriteLink({ address }: { address: string }) {
  const { t } = useTranslation();
  const may = useMay('cases_all', 'cases_own');
  if (!may || !isAddress(address)) return <span>{readable(address)}</span>;
  return (
    <Link to="/cases/start" search={{ to: [address] }} title={t('start.writeTo', { who: address })}>
      {readable(address)}
    </Link>
  );
}

type Props = {
  /** Addresses that it goes to. */
  to?: string[];
  /** The id of a distribution list that it goes to. */
  list?: string;
};

/** Leads to a new mail to these, for whoever may write one. */
export function WriteButton({ to, list }: Props) {
  const { t } = useTranslation();
  const may = useMay('cases_all', 'cases_own');
  if (!may || (list === undefined && !to?.some(isAddress))) return null;
  return (
    <Button
      size="compact-sm"
      variant="light"
      style={{ justifySelf: 'start' }}
      leftSection={<IconEdit size={14} />}
      renderRoot={(props) => <Link to="/cases/start" search={{ to, list }} {...props} />}
    >
      {t('start.open')}
    </Button>
  );
}
