import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressField } from '@/components/address-field/AddressField';
import type { Case, Compose } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import type { Named } from '@/lib/mail/address-list';
import type { Draft } from '../draft';
import { type People, peopleOf, recipientsOf } from '../recipients';
import { mailboxOf } from '../use-sender';
import { FromChoice } from './FromChoice';
import classes from './ReplyRecipients.module.css';

type Props = {
  shown: Case;
  draft: Draft;
  compose?: Compose;
  /** How large the mail is, octets, where that is known. */
  octets?: number;
  onChange: (next: Partial<Draft>) => void;
};

/** Whom it goes to: one line while the mode says it, fields when it is changed. */
export function ReplyRecipients(props: Props) {
  const { shown, draft, compose, onChange } = props;
  const { t } = useTranslation();
  const named = peopleOf(draft, compose, shown);
  const changed = draft.to !== null || draft.cc.length > 0 || draft.bcc.length > 0;
  const [opened, setOpened] = useState(false);
  if (!opened && !changed && draft.mode !== 'forward' && named.to.length > 0) {
    return <Line named={named} from={<From {...props} />} onOpen={() => setOpened(true)} />;
  }
  const known = participants(shown);
  const { to, cc } = recipientsOf(draft, compose, shown);
  // Once anything is changed by hand, all of it is said by hand.
  const set = (next: Partial<Draft>) => onChange({ to, cc, bcc: draft.bcc, ...next });
  const field = (label: string, value: string[], put: (next: string[]) => void, hint?: string) => (
    <AddressField
      size="xs"
      label={label}
      description={hint}
      near={known}
      whole={Boolean(draft.returned)}
      value={value}
      onChange={put}
    />
  );
  return (
    <div className={classes.fields}>
      <p className={classes.whole}>
        <From {...props} />
      </p>
      {field(
        t('reply.to'),
        to,
        (next) => set({ to: next }),
        draft.mode === 'forward' ? t('reply.forwardHint') : undefined,
      )}
      {field(t('reply.cc'), cc, (next) => set({ cc: next }))}
      {field(t('reply.bcc'), draft.bcc, (next) => set({ bcc: next }))}
      <TextInput
        size="xs"
        label={t('reply.subject')}
        placeholder={draft.mode === 'forward' ? compose?.forward_subject : compose?.subject}
        value={draft.subject ?? ''}
        onChange={(event) => onChange({ subject: event.currentTarget.value || null })}
      />
    </div>
  );
}

/** As whom it is written. */
function From({ shown, draft, compose, octets, onChange }: Props) {
  const of = mailboxOf(shown, compose);
  if (!of.mailbox) return null;
  return (
    <FromChoice
      {...of}
      from={draft.from}
      template_id={draft.template_id}
      octets={octets}
      onChoose={(from) => onChange({ from })}
    />
  );
}

type LineProps = { named: People; from: ReactNode; onOpen: () => void };

function Line({ named, from, onOpen }: LineProps) {
  const { t } = useTranslation();
  return (
    <p className={classes.line}>
      <span>
        {t('reply.to')} <strong>{readable(named.to.join(', '))}</strong>
        {named.cc.length > 0 && ` · ${t('reply.cc')} ${readable(named.cc.join(', '))}`}
      </span>
      {from}
      <Button size="compact-sm" variant="subtle" onClick={onOpen}>
        {t('reply.addCc')}
      </Button>
    </p>
  );
}

/** Everybody who took part so far, but our own address. */
function participants(shown: Case): Named[] {
  const all = shown.messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]);
  const found = new Map<string, Named>();
  for (const { address, name } of all) {
    const known = address ? found.get(address.toLowerCase()) : undefined;
    // The name is that of the mail which told it.
    if (address && !known?.name) found.set(address.toLowerCase(), { address, name: name ?? null });
  }
  return [...found.values()].filter(({ address }) => address !== shown.mailbox_address);
}
