import { Button, TagsInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case, Compose } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import type { Draft } from '../draft';
import { FromChoice } from './FromChoice';
import classes from './ReplyRecipients.module.css';

type Props = { shown: Case; draft: Draft; compose?: Compose; onChange: (next: Partial<Draft>) => void };
type People = { to: string[]; cc: string[] };

/** Whom it goes to: one line while the mode says it, fields when it is changed. */
export function ReplyRecipients({ shown, draft, compose, onChange }: Props) {
  const { t } = useTranslation();
  const named = peopleOf(draft, compose, shown);
  const changed = draft.to !== null || draft.cc.length > 0 || draft.bcc.length > 0;
  const [opened, setOpened] = useState(false);
  if (!opened && !changed && draft.mode !== 'forward' && named.to.length > 0) {
    return (
      <Line
        named={named}
        from={<From shown={shown} draft={draft} compose={compose} onChange={onChange} />}
        onOpen={() => setOpened(true)}
      />
    );
  }
  const known = participants(shown);
  const to = draft.to ?? named.to;
  const cc = draft.to === null && draft.cc.length === 0 ? named.cc : draft.cc;
  // Once anything is changed by hand, all of it is said by hand.
  const set = (next: Partial<Draft>) => onChange({ to, cc, bcc: draft.bcc, ...next });
  const field = (label: string, value: string[], put: (next: string[]) => void, hint?: string) => {
    const wrong = value.find((address) => !isAddress(address));
    return (
      <TagsInput
        size="xs"
        label={label}
        description={hint}
        data={known}
        value={value}
        onChange={put}
        acceptValueOnBlur
        splitChars={[',', ';', ' ']}
        error={wrong && t('reply.addressInvalid', { address: wrong })}
      />
    );
  };
  return (
    <div className={classes.fields}>
      <p className={classes.whole}>
        <From shown={shown} draft={draft} compose={compose} onChange={onChange} />
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
function From({ shown, draft, compose, onChange }: Props) {
  const sender = compose?.sender;
  const address = sender?.address ?? shown.mailbox_address;
  if (!address) return null;
  const mailbox = sender?.name ? `${sender.name} <${address}>` : address;
  return (
    <FromChoice
      mailbox={mailbox}
      from={draft.from}
      template_id={draft.template_id}
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
        {t('reply.to')} <strong>{named.to.join(', ')}</strong>
        {named.cc.length > 0 && ` · ${t('reply.cc')} ${named.cc.join(', ')}`}
      </span>
      {from}
      <Button size="compact-xs" variant="subtle" onClick={onOpen}>
        {t('reply.addCc')}
      </Button>
    </p>
  );
}

/** Whom the mode means, as far as the server has said it. */
export function peopleOf(draft: Draft, compose: Compose | undefined, shown: Case): People {
  if (draft.mode === 'forward') return { to: [], cc: [] };
  const of = draft.mode === 'reply_all' ? compose?.reply_all : compose?.reply;
  if (!of) return { to: [shown.customer_address].filter(Boolean), cc: [] };
  const addresses = (people: { address: string }[]) => people.map(({ address }) => address);
  return { to: addresses(of.to), cc: addresses(of.cc) };
}

/** Everybody who took part so far, but our own address. */
function participants(shown: Case): string[] {
  const all = shown.messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]);
  const addresses = all.flatMap(({ address }) => (address ? [address] : []));
  return [...new Set(addresses)].filter((address) => address !== shown.mailbox_address);
}
