import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { FileChips } from '@/components/files/FileChips';
import { useFileDrop } from '@/components/files/use-file-drop';
import { usePictures } from '@/components/files/use-pictures';
import { notifyDone } from '@/components/problem/notify';
import type { RichHandle } from '@/components/rich-text/rich-value';
import type { Case } from '@/lib/api/types';
import { useSession } from '@/lib/session/SessionContext';
import { writingPlace } from '@/lib/shortcuts/use-shortcuts';
import { useAddComment } from '../api/add-comment';
import { useSharedSender } from '../api/mail-senders';
import { useCompose } from '../api/open-compose';
import { type Draft, isBlank, type Mode, type Slot } from '../draft';
import { beginning } from '../forwarding';
import { boxPlace, goToBox } from '../keep-focus';
import { recipientsOf } from '../recipients';
import { secureOf } from '../secure';
import { useDiscarding } from '../use-discarding';
import { usePassing } from '../use-passing';
import { type SendChoice, useSending } from '../use-sending';
import { useStop } from '../use-stop';
import { useTemplate } from '../use-template';
import { blockedBy, useMailSize, useWriting } from '../use-writing';
import { ForwardFiles } from './ForwardFiles';
import { LinkChoice } from './LinkChoice';
import { ReceiptChoice } from './ReceiptChoice';
import classes from './ReplyBox.module.css';
import { ReplyButtons } from './ReplyButtons';
import { ReplyModes } from './ReplyModes';
import { NewsNotice, newsIn, ReplyNotices } from './ReplyNotices';
import { ReplyRecipients } from './ReplyRecipients';
import { ReplyText } from './ReplyText';
import { SecureLine } from './SecureLine';
import { SignatureLine } from './SignatureLine';
import { TemplateBrought } from './TemplateBrought';
import { TemplateTools } from './TemplateTools';

const NOBODY: string[] = [];
export type ReplyHandle = { start: (mode: Mode, about?: Partial<Draft>) => void };

type Props = { shown: Case /** The draft that its author came for. */; wanted?: Slot; ref: Ref<ReplyHandle> };

/** Where an answer, a forward, or a comment among colleagues is written. */
export function ReplyBox({ shown, wanted, ref }: Props) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { drafts, files } = useWriting(shown.id, wanted);
  const { draft, slot } = drafts;
  const field = useRef<RichHandle>(null);
  const [seen, setSeen] = useState(shown.messages.at(-1)?.id ?? null);
  const compose = useCompose(shown.id, draft.message_id).data;
  const { to, cc, named, replaced, without } = recipientsOf(draft, compose, shown);
  const passing = usePassing(named);
  const standing = { to, cc, bcc: draft.bcc, subject: draft.subject ?? '', value: draft };
  const template = useTemplate({ slot, field, standing, files, change: drafts.change });
  const done = () => {
    passing.reset();
    template.forget();
    goToBox();
  };
  const sending = useSending(shown, { drafts, files, onSent: done });
  const comment = useAddComment(shown.id);
  const discard = useDiscarding(shown.id, { drafts, files }, done);
  const isMail = draft.mode !== 'comment';
  const empty = isBlank(draft);
  // An answer to an outsider is none to the customer.
  const aside = shown.messages.some(({ id, aside }) => aside && id === draft.message_id);
  const mine = files.files.filter((file) => file.slot === slot);
  const size = useMailSize(mine, shown, draft, compose);
  const pictures = usePictures(files, slot);
  const why = isMail ? blockedBy(mine, size) : undefined;
  const stop = useStop(isMail ? named : NOBODY, passing.unsaid);
  const blocked = why ? t(why) : stop;
  const all = compose ? compose.reply_all.to.length + compose.reply_all.cc.length : 1;
  const send = (choice: SendChoice = {}) => sending.send({ ...choice, passes_blocks: passing.passes_blocks });
  const start = (mode: Mode, about?: Partial<Draft>) => {
    passing.reset();
    drafts.start(mode, about ?? beginning(mode, shown));
  };
  const identity = useSharedSender(draft);
  const secure = secureOf(draft, drafts.change);

  useImperativeHandle(ref, () => ({
    start: (mode, about) => {
      start(mode, about);
      field.current?.focus();
      // Another draft has a field of its own, which is there a moment later.
      requestAnimationFrame(() => field.current?.focus());
    },
  }));

  const saveComment = () =>
    comment.mutate(draft.text, {
      onSuccess: () => {
        drafts.clear('comment', true);
        notifyDone(t('reply.commented'));
      },
    });
  const { over, handlers } = useFileDrop((chosen) => files.add(slot, chosen), isMail);

  return (
    <section
      {...boxPlace}
      {...writingPlace}
      className={classes.box}
      data-mode={draft.mode}
      data-over={over || undefined}
      data-idle={(empty && mine.length === 0) || undefined}
      aria-label={t('reply.label')}
      {...handlers}
    >
      <div className={classes.top}>
        <ReplyModes mode={draft.mode} all={all} onMode={(mode) => start(mode)} />
        {isMail && (
          <ReplyRecipients
            key={draft.mode}
            octets={size?.octets}
            onChange={drafts.change}
            {...{ shown, draft, compose }}
          />
        )}
      </div>
      <ReplyText
        ref={field}
        shown={shown}
        draft={draft}
        pictures={pictures}
        onChange={(next) => {
          if (empty) setSeen(shown.messages.at(-1)?.id ?? null);
          drafts.change(next);
        }}
        onFiles={(chosen) => files.add(slot, chosen)}
        onSend={() => {
          if (empty || blocked) return;
          if (isMail) send();
          else saveComment();
        }}
      />
      {isMail && !empty && (
        <SignatureLine
          place={{ case_id: shown.id }}
          identity={identity}
          usual="reply"
          chosen={draft.signature}
          onChoose={(signature) => drafts.change({ signature })}
        />
      )}
      {isMail && !empty && (
        <ReceiptChoice asked={draft.receipt} onChange={(receipt) => drafts.change({ receipt })} />
      )}
      {isMail && <FileChips files={mine} onRemove={files.remove} onRetry={files.retry} />}
      {isMail && (
        <TemplateBrought {...template} standing={standing} files={mine} onTakeOff={template.takeOff} />
      )}
      <ForwardFiles shown={shown} draft={draft} onChange={drafts.change} />
      {isMail && (
        <LinkChoice
          files={mine}
          passesOn={draft.mode === 'forward' && draft.attachments.length > 0}
          chosen={draft.files_as_links}
          size={size}
          onChange={(files_as_links) => drafts.change({ files_as_links })}
        />
      )}
      {!empty && (
        <NewsNotice
          news={newsIn(shown, seen, user.id)}
          onSeen={() => setSeen(shown.messages.at(-1)?.id ?? null)}
        />
      )}
      {isMail && (
        <AddressNotes
          addresses={named}
          onReplace={(from, into) => drafts.change(replaced(from, into))}
          onTakeOut={(address) => drafts.change(without(address))}
          passes={passing.passes}
        />
      )}
      <ReplyNotices
        draft={draft}
        messages={shown.messages}
        overwrote={drafts.overwrote}
        onSeen={drafts.seenOverwrite}
        refusedFor={sending.answered?.by}
        onAnyway={() => send({ ...sending.answered?.choice, anyway: true })}
        onLook={sending.look}
      />
      {isMail && <SecureLine {...secure} />}
      <ReplyButtons
        mode={draft.mode}
        {...{ empty, blocked, secure }}
        stopped={blocked}
        problem={isMail ? sending.problem : comment.error}
        saving={comment.isPending}
        keeping={drafts.keeping}
        unkept={drafts.problem}
        size={isMail ? size : undefined}
        after={aside ? undefined : compose?.status_after}
        template={
          isMail && (
            <TemplateTools
              use={{ case_id: shown.id }}
              withRecipients={false}
              onSubject={(subject) => drafts.change({ subject })}
              {...{ field, standing, template, files: mine }}
            />
          )
        }
        onFiles={(chosen) => files.add(slot, chosen)}
        onSend={send}
        onComment={saveComment}
        onDiscard={discard}
      />
      {over && <div className={classes.drop}>{t('reply.drop')}</div>}
    </section>
  );
}
