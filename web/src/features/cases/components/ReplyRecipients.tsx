import { Button, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import type { Draft } from '../draft';
import classes from './ReplyRecipients.module.css';

type Props = { shown: Case; to: string[] | null; cc: string[]; onChange: (next: Partial<Draft>) => void };

/** To whom the answer goes: one line while it is the customer alone, fields when it is changed. */
export function ReplyRecipients({ shown, to, cc, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(to !== null || cc.length > 0);
  const known = participants(shown);
  const wrong = [...(to ?? []), ...cc].find((address) => !isAddress(address));
  if (!open) {
    return (
      <p className={classes.line}>
        <span>
          {t('reply.to')} <strong>{shown.customer_address}</strong>
        </span>
        {shown.mailbox_address && <span>{t('reply.as', { address: shown.mailbox_address })}</span>}
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {t('reply.addCc')}
        </Button>
      </p>
    );
  }
  return (
    <div className={classes.fields}>
      <TagsInput
        size="xs"
        label={t('reply.to')}
        data={known}
        value={to ?? [shown.customer_address]}
        onChange={(next) => onChange({ to: next })}
        acceptValueOnBlur
        splitChars={[',', ';', ' ']}
      />
      <TagsInput
        size="xs"
        label={t('reply.cc')}
        data={known}
        value={cc}
        onChange={(next) => onChange({ cc: next })}
        acceptValueOnBlur
        splitChars={[',', ';', ' ']}
        error={wrong && t('reply.addressInvalid', { address: wrong })}
      />
    </div>
  );
}

/** Everybody who took part so far, but our own address. */
function participants(shown: Case): string[] {
  const all = shown.messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]);
  const addresses = all.flatMap(({ address }) => (address ? [address] : []));
  return [...new Set(addresses)].filter((address) => address !== shown.mailbox_address);
}
