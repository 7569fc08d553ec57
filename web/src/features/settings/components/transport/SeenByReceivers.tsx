import { NativeSelect, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SeenOf } from '@/components/sender-check/SeenOf';
import { readable } from '@/lib/format/domain-name';
import { useSenderAddresses } from '@/lib/requests/sender-addresses';
import classes from './DomainTransports.module.css';

/** What receivers see of mail from each of the organisation's addresses, over the way that it takes. */
export function SeenByReceivers() {
  const { t } = useTranslation();
  const addresses = useSenderAddresses();
  const [chosen, setChosen] = useState<string | null>(null);
  const address = chosen ?? addresses[0];
  if (!address) return null;
  return (
    <section className={classes.section} aria-labelledby="seen-by-receivers">
      <Title order={2} size="h5" id="seen-by-receivers">
        {t('senderCheck.seen.title')}
      </Title>
      <NativeSelect
        label={t('senderCheck.seen.address')}
        description={t('senderCheck.seen.addressHint')}
        maw="24rem"
        value={address}
        data={addresses.map((one) => ({ value: one, label: readable(one) }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <SeenOf address={address} />
    </section>
  );
}
