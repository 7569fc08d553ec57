import { useTranslation } from 'react-i18next';
import { WorstSenderNote } from '@/components/sender-check/SenderNote';
import { SenderNotes } from '@/components/sender-check/SenderNotes';
import type { FromChoice as Choice, MailSender } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useMailSenders } from '../api/mail-senders';
import { keyOf, labelOf } from '../sender-choice';
import classes from './FromChoice.module.css';
import { OtherSenders } from './OtherSenders';

type Props = {
  /** The mailbox's address with its name, as it stands in the mail; none where each of many mails is from its own. */
  mailbox?: string;
  /** Whether that mailbox was deleted, so that nothing is written from it. */
  isGone?: boolean;
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
export function FromChoice(props: Props) {
  const {
    mailbox,
    mailboxes = [],
    isGone = false,
    begins = false,
    from,
    template_id,
    onChoose,
    octets,
  } = props;
  const { t } = useTranslation();
  const found = useMailSenders(template_id, begins).data;
  const ofMailbox = mailbox ?? t('from.eachMailbox');
  const offered = found?.offered ?? [];
  const choice = from ?? found?.usual ?? { kind: 'mailbox' as const };
  const sender = offered.find((one) => keyOf(one.from) === keyOf(choice));
  const isOfNobody = isGone && !sender;
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
  const address = isOfNobody ? undefined : (sender?.address ?? (mailbox && addressOf(mailbox)));
  const own = choice.kind === 'own';
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

/** The address of a mailbox that stands with its name. */
function addressOf(mailbox: string): string {
  return /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
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
