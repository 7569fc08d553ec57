import { Checkbox } from '@mantine/core';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileChips } from '@/components/files/FileChips';
import { useFileDrop } from '@/components/files/use-file-drop';
import type { RichHandle } from '@/components/rich-text/rich-value';
import type { Draft } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { MAIL_OCTETS_MAX } from '@/lib/limits';
import { isClosing, keepClosing, noteDraft } from '@/lib/mail/closing-many';
import { useSharedSender } from '../api/mail-senders';
import { lostMail } from '../lost-mails';
import { secureOf } from '../secure';
import { useClosingMany } from '../use-closing-many';
import { type Fields, useNewWriting } from '../use-new-draft';
import { useSendingMany } from '../use-sending-many';
import { useStop } from '../use-stop';
import { useTakingIn } from '../use-taking-in';
import { useThrowingAway } from '../use-throwing-away';
import { blockedBy, octetsInMail } from '../use-writing';
import { BulkForward } from './BulkForward';
import type { BulkMailProps } from './BulkMailDialog';
import classes from './BulkMailDialog.module.css';
import { BulkReply } from './BulkReply';
import { EndedNotice } from './EndedNotice';
import { LinkChoice } from './LinkChoice';
import { OtherMany } from './OtherMany';
import { ReceiptChoice } from './ReceiptChoice';
import { ReplyButtons } from './ReplyButtons';
import { Overwrote } from './ReplyNotices';
import { SecureLine } from './SecureLine';
import { SignatureLine } from './SignatureLine';
import { StopNotice } from './StopNotice';

export type BulkMailHandle = {
  /** Whether nothing is lost that its author would not lose. */
  mayClose: () => Promise<boolean>;
};

type Props = BulkMailProps & {
  ref: Ref<BulkMailHandle>;
  /** The name of its draft. */
  name: string;
  /** What lies there from before. */
  found: Draft | null;
  /** Another one is to be gone on with in its place. */
  onOther: (name: string) => void;
};

/** One mail for each of many cases: kept as a draft while it is written, as a first mail is. */
export function BulkMailForm({ ref, name, found, onOther, ...props }: Props) {
  const { kind, sample, count, target, onBegun } = props;
  const { t } = useTranslation();
  const format = useFormat();
  // As it stood first: what is kept of it does not change it from then on.
  const [begun] = useState(found);
  const [begunAt, setBegunAt] = useState(begun?.updated_at);
  const writing = useNewWriting(name, begun, EMPTY);
  const { fields, files, change } = writing;
  // What could not be kept yet is of this window, whatever lies there.
  const [isLost] = useState(() => lostMail(name) !== undefined);
  const [close, setClose] = useState(() =>
    isLost ? isClosing(name) : begun !== null && isClosing(name, begun),
  );
  const isChosen = useRef(close);
  useEffect(() => {
    // Where nothing or another draft lies there, it was chosen for another mail.
    if (!isChosen.current) keepClosing(name, false);
    if (!isLost) noteDraft(name, begun);
  }, [name, isLost, begun]);
  const chooseClose = (isWanted: boolean) => {
    setClose(isWanted);
    keepClosing(name, isWanted);
  };
  const sending = useSendingMany(writing, { name, kind, target, count, close, onBegun });
  const identity = useSharedSender(fields);
  const secure = secureOf(fields, change);
  const throwAway = useThrowingAway(writing);
  const attach = (chosen: File[]) => void files.add('new', chosen);
  const { over, handlers } = useFileDrop(attach);

  const contained = fields.files_as_links ? [] : files.files;
  const size = { octets: octetsInMail(contained), max: MAIL_OCTETS_MAX };
  const hasText = fields.text.trim() !== '';
  const complete =
    kind === 'reply' ? hasText || fields.template_id !== null : hasText && fields.to.length > 0;
  const why = blockedBy(files.files, size);
  const stop = useStop(fields.to);
  const [isPending, setPending] = useState(false);
  const missing = kind === 'forward' && hasText ? 'bulkMail.noAddress' : 'bulkMail.incomplete';
  const unready = isPending ? 'addressField.oneAlone' : complete ? undefined : missing;
  const blocked = why ? t(why) : (stop ?? (unready && t(unready)));
  const isDraft = hasText || fields.to.length + files.files.length > 0;
  const isEmpty = !isDraft && fields.template_id === null;
  useTakingIn(name, writing, { isEmpty: isEmpty && !sending.isPending, onClosing: chooseClose });
  const send = (choice = {}) => {
    if (!blocked && !sending.isPending) void sending.send(choice);
  };

  const mayClose = useClosingMany(writing, { isDraft, isSending: sending.isPending });
  useImperativeHandle(ref, () => ({ mayClose }));

  const field = useRef<RichHandle>(null);
  const form = useRef<HTMLFormElement>(null);
  const toText = () => (field.current ?? form.current)?.focus();
  // What he goes on with is a draft again, and the notice goes with its button.
  const goOnHere = () => {
    writing.seenEnd();
    writing.goOn();
    toText();
  };
  // The dialog is there before what was begun is: the keyboard begins with whom it goes to, and where that is said with the text.
  const opened = useRef(() => {
    if (kind === 'forward' && fields.to.length === 0) form.current?.querySelector('input')?.focus();
    else toText();
  });
  useEffect(() => opened.current(), []);

  const part = { field, fields, sample, onChange: change, onFiles: attach, onSend: send };
  return (
    <form
      ref={form}
      tabIndex={-1}
      className={classes.form}
      data-over={over || undefined}
      noValidate
      onSubmit={(event) => event.preventDefault()}
      {...handlers}
    >
      {writing.overwrote && <Overwrote onSeen={writing.seenOverwrite} />}
      {begunAt && (
        <p className={classes.begun} role="status">
          {t('bulkMail.begunAt', { when: format.full(begunAt) })}
        </p>
      )}
      <OtherMany kind={kind} name={name} onOther={sending.isPending ? undefined : onOther} />
      <StopNotice />
      {kind === 'reply' ? <BulkReply {...part} /> : <BulkForward {...part} onPending={setPending} />}
      {sample !== undefined && (
        <SignatureLine
          place={{ case_id: sample }}
          identity={identity}
          usual="reply"
          chosen={fields.signature}
          onChoose={(signature) => change({ signature })}
        />
      )}
      <ReceiptChoice asked={fields.receipt} onChange={(receipt) => change({ receipt })} />
      <FileChips files={files.files} onRemove={files.remove} onRetry={files.retry} />
      <LinkChoice
        files={files.files}
        passesOn={kind === 'forward'}
        chosen={fields.files_as_links}
        size={size}
        onChange={(files_as_links) => change({ files_as_links })}
      />
      <Checkbox
        label={t('bulkMail.close')}
        description={t('bulkMail.closeHint')}
        checked={close}
        onChange={(event) => chooseClose(event.currentTarget.checked)}
      />
      <p className={classes.outcome}>
        {t(kind === 'reply' ? 'bulkMail.replyOutcome' : 'bulkMail.forwardOutcome', { number: count })}
      </p>
      <SecureLine {...secure} />
      <ReplyButtons
        mode={kind}
        many={t('bulkMail.send', { number: count })}
        empty={isEmpty}
        blocked={blocked}
        stopped={blocked}
        notice={writing.ended && <EndedNotice ended={writing.ended} held={writing.held} onSeen={goOnHere} />}
        problem={sending.error}
        saving={sending.isPending}
        keeping={writing.keeping}
        unkept={writing.problem}
        size={size}
        onFiles={attach}
        secure={secure}
        onSend={send}
        onDiscard={() => {
          throwAway(() => chooseClose(close));
          // It was of this mail.
          chooseClose(false);
          setBegunAt(undefined);
        }}
      />
    </form>
  );
}

const EMPTY: Fields = {
  mailbox_id: '',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  html: null,
  signature: null,
  from: null,
  template_id: null,
  needs_tls: false,
  tls_throughout: false,
  receipt: false,
  files_as_links: false,
};
