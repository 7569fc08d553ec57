import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconChevronDown } from '@/components/icons';
import { SenderNote, WorstSenderNote } from '@/components/sender-check/SenderNote';
import type { FromChoice as Choice, MailSender } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useMailSenders } from '../api/mail-senders';
import classes from './FromChoice.module.css';

type Props = {
  /** The mailbox's address with its name, as it stands in the mail; none where each of many mails is from its own. */
  mailbox?: string;
  /** The addresses that the mails may be from where each is from its own mailbox. */
  mailboxes?: string[];
  /** Whether it is the first mail of a new case. */
  begins?: boolean;
  /** As whom, where the author chose. */
  from: Choice | null;
  /** The template that it was begun with. */
  template_id: string | null;
  /** How large the mail is, octets, where that is known. */
  octets?: number;
  onChoose: (from: Choice | null) => void;
};

/** As whom a mail is written, why, and as whom else it could be. */
export function FromChoice({
  mailbox,
  mailboxes = [],
  begins = false,
  from,
  template_id,
  onChoose,
  octets,
}: Props) {
  const { t } = useTranslation();
  const found = useMailSenders(template_id, begins).data;
  const ofMailbox = mailbox ?? t('from.eachMailbox');
  if (!found || found.offered.length === 0) {
    return (
      <span className={classes.sender}>
        <span>{t('reply.as', { address: ofMailbox })}</span>
        {mailbox ? (
          <SenderNote address={addressOf(mailbox)} octets={octets} />
        ) : (
          <WorstSenderNote addresses={mailboxes} />
        )}
      </span>
    );
  }
  const choice = from ?? found.usual;
  const sender = found.offered.find((one) => keyOf(one.from) === keyOf(choice));
  const because = wordOf(from ? ownWord(sender) : found.because, mailbox, begins);
  const address = sender?.address ?? (mailbox && addressOf(mailbox));
  return (
    <span className={classes.sender}>
      <span className={classes.from}>
        <span>
          {[
            t('reply.as', { address: sender ? labelOf(sender) : ofMailbox }),
            textOf(`from.because.${because}`),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
        <Menu position="bottom-start" shadow="md">
          <Menu.Target>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              rightSection={<IconChevronDown size={13} />}
            >
              {t('from.choose')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.RadioGroup value={keyOf(choice)} onChange={(next) => onChoose(choiceOf(next as string))}>
              <Menu.RadioItem closeMenuOnClick value="mailbox">
                {ofMailbox}
              </Menu.RadioItem>
              {found.offered.map((one) => (
                <Menu.RadioItem closeMenuOnClick key={keyOf(one.from)} value={keyOf(one.from)}>
                  {labelOf(one)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Dropdown>
        </Menu>
      </span>
      {address ? (
        <SenderNote address={address} own={choice.kind === 'own'} octets={octets} />
      ) : (
        <WorstSenderNote addresses={mailboxes} />
      )}
    </span>
  );
}

/** The address of a mailbox that stands with its name. */
function addressOf(mailbox: string): string {
  return /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
}

/** What is said of a sender that the author chose himself. */
function ownWord(sender: MailSender | undefined): string {
  if (sender?.from.kind !== 'own') return sender ? 'shared' : 'mailbox';
  return sender.own_server ? 'ownServer' : 'own';
}

/** Why it is from the mailbox: the case is its own, will be, or each of many is that of another. */
function wordOf(because: string, mailbox: string | undefined, begins: boolean): string {
  if (because !== 'mailbox') return because;
  if (!mailbox) return 'each';
  return begins ? 'new_case' : 'mailbox';
}

function labelOf({ name, address }: MailSender): string {
  return name ? `${name} <${address}>` : address;
}

function keyOf({ kind, id }: Choice): string {
  return kind === 'shared' ? `shared/${id}` : kind;
}

function choiceOf(key: string): Choice {
  if (key === 'own' || key === 'mailbox') return { kind: key };
  return { kind: 'shared', id: key.slice('shared/'.length) };
}
