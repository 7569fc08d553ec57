import { Checkbox } from '@mantine/core';
import { type Ref, useImperativeHandle, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { FileChips } from '@/components/files/FileChips';
import { useFileDrop } from '@/components/files/use-file-drop';
import { waitsFor } from '@/components/files/use-files';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Draft } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { MAIL_OCTETS_MAX } from '@/lib/limits';
import { MANY } from '@/lib/mail/many';
import { useSharedSender } from '../api/mail-senders';
import { secureOf } from '../secure';
import { type Fields, useNewWriting } from '../use-new-draft';
import { useSendingMany } from '../use-sending-many';
import { useStop } from '../use-stop';
import { useThrowingAway } from '../use-throwing-away';
import { blockedBy, octetsInMail } from '../use-writing';
import { BulkForward } from './BulkForward';
import type { BulkMailProps } from './BulkMailDialog';
import classes from './BulkMailDialog.module.css';
import { BulkReply } from './BulkReply';
import { EndedNotice } from './EndedNotice';
import { LinkChoice } from './LinkChoice';
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
  /** What lies there from before. */
  found: Draft | null;
};

/** One mail for each of many cases: kept as a draft while it is written, as a first mail is. */
export function BulkMailForm({ ref, found, kind, sample, count, target, onBegun }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  // As it stood first: what is kept of it does not change it from then on.
  const [begun] = useState(found);
  const [begunAt, setBegunAt] = useState(begun?.updated_at);
  const writing = useNewWriting(MANY[kind], begun, EMPTY);
  const { fields, files, change } = writing;
  const [close, setClose] = useState(false);
  const sending = useSendingMany(writing, { kind, target, count, close, onBegun });
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
  const blocked = why ? t(why) : (stop ?? (complete ? undefined : t('bulkMail.incomplete')));
  const isEmpty = !hasText && fields.template_id === null && fields.to.length + files.files.length === 0;
  const send = (choice = {}) => {
    if (!blocked && !sending.isPending) void sending.send(choice);
  };

  useImperativeHandle(ref, () => ({
    mayClose: async () => {
      // A template that was only chosen is no draft.
      if (!(hasText || fields.to.length + files.files.length > 0) || sending.isPending) return true;
      if (writing.keeping === 'failed' || waitsFor(files.files)) {
        const question = { title: t('bulkMail.closeTitle'), text: t('bulkMail.closeText') };
        return confirm({ ...question, action: t('bulkMail.closeAnyway') });
      }
      notifyDone(t('bulkMail.kept'));
      return true;
    },
  }));

  const part = { fields, sample, onChange: change, onFiles: attach, onSend: send };
  return (
    <form
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
      <StopNotice />
      <ProblemView error={writing.problem} />
      {kind === 'reply' ? <BulkReply {...part} /> : <BulkForward {...part} />}
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
        onChange={(event) => setClose(event.currentTarget.checked)}
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
        stopped={why ? t(why) : stop}
        notice={
          writing.ended && <EndedNotice ended={writing.ended} held={writing.held} onSeen={writing.seenEnd} />
        }
        problem={sending.error}
        saving={sending.isPending}
        keeping={writing.keeping}
        size={size}
        onFiles={attach}
        secure={secure}
        onSend={send}
        onDiscard={() => {
          throwAway();
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
