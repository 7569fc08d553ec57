import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressField } from '@/components/address-field/AddressField';
import type { Sender } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import type { Fields } from '../use-new-draft';
import { FromChoice } from './FromChoice';
import classes from './StartForm.module.css';

type Props = {
  senders: Sender[];
  fields: Fields;
  /** How large the mail is, octets. */
  octets?: number;
  onChange: (next: Partial<Fields>) => void;
  /** What is to be known of addresses; it stands below the field that they are in. */
  notesOn: (addresses: string[]) => ReactNode;
};

/** Who a first mail is from, whom it goes to, and what it is about. */
export function StartFields({ senders, fields, octets, onChange, notesOn }: Props) {
  const { t } = useTranslation();
  const sender = senders.find(({ mailbox_id }) => mailbox_id === fields.mailbox_id);
  const [copies, setCopies] = useState(false);
  // A template brings its own, and nobody gets a mail without being seen.
  if (!copies && fields.cc.length + fields.bcc.length > 0) setCopies(true);
  const people = (label: string, value: string[], put: (next: string[]) => void) => (
    <>
      <AddressField label={label} value={value} onChange={put} />
      {notesOn(value)}
    </>
  );
  return (
    <>
      <NativeSelect
        label={t('start.from')}
        value={fields.mailbox_id}
        onChange={(event) => onChange({ mailbox_id: event.currentTarget.value })}
        data={senders.map((sender) => ({
          value: sender.mailbox_id,
          label: readable(labelOf(sender)),
        }))}
      />
      {sender && (
        <p className={classes.from}>
          <FromChoice
            mailbox={labelOf(sender)}
            begins
            from={fields.from}
            template_id={fields.template_id}
            octets={octets}
            onChoose={(from) => onChange({ from })}
          />
        </p>
      )}
      {people(t('start.to'), fields.to, (to) => onChange({ to }))}
      {copies ? (
        <>
          {people(t('reply.cc'), fields.cc, (cc) => onChange({ cc }))}
          {people(t('reply.bcc'), fields.bcc, (bcc) => onChange({ bcc }))}
        </>
      ) : (
        <Button size="compact-sm" variant="subtle" className={classes.copies} onClick={() => setCopies(true)}>
          {t('start.addCopies')}
        </Button>
      )}
      <TextInput
        label={t('reply.subject')}
        value={fields.subject}
        onChange={(event) => onChange({ subject: event.currentTarget.value })}
      />
    </>
  );
}

function labelOf({ name, address }: Sender): string {
  return name ? `${name} <${address}>` : address;
}
