import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { FileChips } from '@/components/files/FileChips';
import { useFileDrop } from '@/components/files/use-file-drop';
import { ofText } from '@/components/files/use-files';
import { usePictures } from '@/components/files/use-pictures';
import { RichText } from '@/components/rich-text/RichText';
import type { RichHandle } from '@/components/rich-text/rich-value';
import type { Draft, Sender } from '@/lib/api/types';
import { MAIL_OCTETS_MAX } from '@/lib/limits';
import { isAddress } from '@/lib/mail/address';
import { useSharedSender } from '../api/mail-senders';
import { replacedAmong, without } from '../recipients';
import { secureOf } from '../secure';
import { useLinkedTemplate } from '../use-linked-template';
import { type Fields, useNewWriting } from '../use-new-draft';
import { usePassing } from '../use-passing';
import { useAnnouncedMax } from '../use-sender';
import type { SendChoice } from '../use-sending';
import { useStarting } from '../use-starting';
import { useStop } from '../use-stop';
import { useTemplate } from '../use-template';
import { useThrowingAway } from '../use-throwing-away';
import { blockedBy, octetsInMail, picturesOf } from '../use-writing';
import { BegunNotice } from './BegunNotice';
import { EndedNotice } from './EndedNotice';
import { LinkChoice } from './LinkChoice';
import { OtherMails } from './OtherMails';
import { ReceiptChoice } from './ReceiptChoice';
import { ReplyButtons } from './ReplyButtons';
import { Overwrote } from './ReplyNotices';
import { SecureLine } from './SecureLine';
import { SignatureLine } from './SignatureLine';
import { StartFields } from './StartFields';
import classes from './StartForm.module.css';
import { StopNotice } from './StopNotice';
import { TemplateBrought } from './TemplateBrought';
import { TemplateTools } from './TemplateTools';

type Props = {
  /** The name of its draft. */
  name: string;
  senders: Sender[];
  begun: Draft | null;
  /** Whom a new one is to go to. */
  asked: string[];
  /** The template that the link here names. */
  template_id?: string;
};

/** Who, to whom, about what, the text and files of a case's first mail; kept as a draft while it is written. */
export function StartForm({ name, senders, begun, asked, ...linked }: Props) {
  const { t } = useTranslation();
  const writing = useNewWriting(name, begun, emptyFields(senders, asked));
  const { fields, files, change } = writing;
  const starting = useStarting(writing);
  const field = useRef<RichHandle>(null);
  const form = useRef<HTMLFormElement>(null);
  const [begunAt, setBegunAt] = useState(begun?.updated_at);
  const pictures = usePictures(files, 'new');
  const identity = useSharedSender(fields);
  // The customer, as far as his address stands there.
  const first = fields.to.find(isAddress);
  const { mailbox_id, to, cc, bcc, subject, text, html } = fields;
  const standing = { to, cc, bcc, subject, value: { text, html } };
  const template = useTemplate({
    slot: 'new',
    field,
    standing,
    files,
    change: ({ subject, ...next }) => change({ ...next, subject: subject ?? '' }),
  });
  const isFree = begun === null;
  const use = { mailbox_id, to: first, subject };
  useLinkedTemplate({ id: linked.template_id, isFree, use, onBegin: template.choose });
  const named = [...to, ...cc, ...bcc];
  const passing = usePassing(named);
  const send = (choice: SendChoice = {}) =>
    void starting.send({ ...choice, passes_blocks: passing.passes_blocks });
  const writer = senders.find((one) => one.mailbox_id === mailbox_id);
  const contained = fields.files_as_links ? picturesOf : ofText;
  const announced = useAnnouncedMax({ ...fields, mailbox: writer?.address, begins: true });
  const size = { octets: octetsInMail(contained(files.files, html)), max: MAIL_OCTETS_MAX, announced };
  const why = blockedBy(files.files, size);
  const complete = to.length > 0 && subject.trim() !== '' && (text.trim() !== '' || html !== null);
  const stop = useStop(named, passing.unsaid);
  const blocked = why ? t(why) : (stop ?? (complete ? undefined : t('start.incomplete')));
  const isEmpty =
    [text, html ?? '', subject].every((one) => one.trim() === '') &&
    to.length + cc.length + bcc.length + files.files.length === 0;
  const secure = secureOf(fields, change);
  const replace = (from: string, into: string) => change(replacedAmong(fields, from, into));
  const takeOut = (gone: string) => change(without(fields, gone));
  const { over, handlers } = useFileDrop((chosen) => files.add('new', chosen));
  const throwAway = useThrowingAway(writing);
  const discard = () => {
    throwAway();
    template.forget();
    setBegunAt(undefined);
  };
  // The notice goes with its button.
  const goOnHere = () => {
    writing.seenEnd();
    field.current?.focus();
  };
  // The keyboard begins with whom it goes to; where that is said, with the text.
  const goOn = (isNamed: boolean) => {
    if (isNamed) field.current?.focus();
    else form.current?.querySelector('input')?.focus({ preventScroll: true });
  };
  const opened = useRef(() => goOn(to.length > 0));
  useEffect(() => opened.current(), []);
  return (
    <form
      ref={form}
      className={classes.form}
      data-over={over || undefined}
      onSubmit={(event) => event.preventDefault()}
      {...handlers}
    >
      {writing.overwrote && <Overwrote onSeen={writing.seenOverwrite} />}
      {begunAt ? <BegunNotice at={begunAt} /> : <OtherMails name={name} />}
      <StopNotice />
      <StartFields
        senders={senders}
        fields={fields}
        octets={size.octets}
        onChange={change}
        notesOn={(addresses) => (
          <AddressNotes
            addresses={addresses}
            onReplace={replace}
            onTakeOut={takeOut}
            passes={passing.passes}
          />
        )}
      />
      <RichText
        ref={field}
        name={t('start.text')}
        label={t('start.text')}
        rows={{ min: 10, max: 24 }}
        roomBelow={112}
        value={{ text, html }}
        pictures={pictures}
        onChange={change}
        onFiles={(chosen) => files.add('new', chosen)}
        onSend={() => {
          if (!blocked && !starting.isPending) send();
        }}
      />
      <SignatureLine
        place={{ mailbox_id }}
        identity={identity}
        usual="new"
        chosen={fields.signature}
        onChoose={(signature) => change({ signature })}
      />
      <ReceiptChoice asked={fields.receipt} onChange={(receipt) => change({ receipt })} />
      <FileChips files={files.files} onRemove={files.remove} onRetry={files.retry} />
      <TemplateBrought {...template} standing={standing} files={files.files} onTakeOff={template.takeOff} />
      <LinkChoice
        files={files.files}
        chosen={fields.files_as_links}
        size={size}
        onChange={(files_as_links) => change({ files_as_links })}
      />
      <SecureLine {...secure} />
      <ReplyButtons
        mode="new"
        empty={isEmpty}
        blocked={blocked}
        stopped={why ? t(why) : stop}
        notice={writing.ended && <EndedNotice ended={writing.ended} held={writing.held} onSeen={goOnHere} />}
        problem={starting.error}
        saving={starting.isPending}
        keeping={writing.keeping}
        unkept={writing.problem}
        size={size}
        template={
          <TemplateTools
            use={use}
            withRecipients
            onSubject={(subject) => change({ subject })}
            {...{ field, standing, template, files: files.files }}
          />
        }
        onFiles={(chosen) => files.add('new', chosen)}
        secure={secure}
        onSend={send}
        onDiscard={discard}
      />
      {over && <div className={classes.drop}>{t('reply.drop')}</div>}
    </form>
  );
}

function emptyFields(senders: Sender[], to: string[]): Fields {
  const mailbox_id = senders[0]?.mailbox_id ?? '';
  return {
    mailbox_id,
    to,
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
}
