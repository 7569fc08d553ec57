import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconBlocked } from '@/components/icons';
import { addressOf } from '@/lib/requests/blocked-senders';
import { useMay } from '@/lib/session/SessionContext';
import { BlockSender } from './BlockSender';

/** Offers to block the sender of a mail, to whoever may. */
export function BlockSenderButton({ from }: { /** As he is shown. */ from: string }) {
  const { t } = useTranslation();
  const mayBlock = useMay('spam');
  const [asking, setAsking] = useState(false);
  const address = addressOf(from);
  if (!mayBlock || !address) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconBlocked size={16} />} onClick={() => setAsking(true)}>
        {t('blockSender.open')}
      </Button>
      {asking && <BlockSender address={address} onClose={() => setAsking(false)} />}
    </>
  );
}
