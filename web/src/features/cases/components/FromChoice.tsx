import { useTranslation } from 'react-i18next';
import { WorstSenderNote } from '@/components/sender-check/SenderNote';
import { SenderNotes } from '@/components/sender-check/SenderNotes';
import type { FromChoice as Choice, MailSender } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { labelOf } from '../sender-choice';
import { type MailFrom, useMailFrom } from '../use-sender';
import classes from './FromChoice.module.css';
import { OtherSenders } from './OtherSenders';

type Props = MailFrom & {
  /** The addresses that the mails may be from where each is from its own mailbox. */
  mailboxes?: string[];
  /** How large the mail is, octets, where that is known. */
  octets?: number;
  onChoose: (from: Choice | null) => void;
};

/** As whom a mail is written, why, and as whom else it could be. */
export function FromChoice(props: Props) {
  const { mailbox, mailboxes = [], isGone = false, begins = false, from, onChoose, octets } = props;
  const { t } = useTranslation();
  const { found, offered, choice, sender, isOfNobody, address, own } = useMailFrom(props);
  const ofMailbox = mailbox ?? t('from.eachMailbox');
  const because = wordOf(from ? ownWord(sender) : (found?.because ?? ''), mailbox, begins);
  const written = [
    t('reply.as', { address: sender ? labelOf(sender) : ofMailbox }),
    textOf(`from.because.${because}`),
  ];
  const missing = offered.length > 0 ? 'from.gone' : 'from.goneAlone';
  const says =
    isOfNobody && found
      ? { shortly: t(missing, { address: ofMailbox }), fully: t(missing, { address: ofMailbox }) }
      : { shortly: written[0] ?? '', fully: written.filter(Boolean).join(', ') };
  return (
    <span className={classes.sender}>
      <SenderNotes key={address} {...{ address, own, octets, says }}>
        {offered.length > 0 && (
          <OtherSenders {...{ offered, choice, onChoose }} mailbox={isGone ? undefined : ofMailbox} />
        )}
      </SenderNotes>
      {!address && <WorstSenderNote addresses={isOfNobody ? [] : mailboxes} />}
    </span>
  );
}

/** What is said of a sender that the author chose himself. */
function ownWord(sender: MailSender | undefined): string {
  if (!sender) return 'mailbox';
  return sender.from.kind === 'own' ? 'own' : 'shared';
}

/** Why it is from the mailbox: the case is its own, will be, or each of many is that of another. */
function wordOf(because: string, mailbox: string | undefined, begins: boolean): string {
  if (because !== 'mailbox') return because;
  if (!mailbox) return 'each';
  return begins ? 'new_case' : 'mailbox';
}
