import { Textarea } from '@mantine/core';
import { type DragEvent, type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Case } from '@/lib/api/types';
import { useSession } from '@/lib/session/SessionContext';
import { useAddComment } from '../api/add-comment';
import { useCompose } from '../api/open-compose';
import { type Draft, isBlank, type Mode, type Slot } from '../draft';
import { useInsertion } from '../use-insertion';
import { type SendChoice, useSending } from '../use-sending';
import { mailSize, useWriting } from '../use-writing';
import { FaqPicker } from './FaqPicker';
import { FileChips } from './FileChips';
import { ForwardFiles } from './ForwardFiles';
import classes from './ReplyBox.module.css';
import { ReplyButtons } from './ReplyButtons';
import { ReplyModes } from './ReplyModes';
import { NewsNotice, newsIn, ReplyNotices } from './ReplyNotices';
import { peopleOf, ReplyRecipients } from './ReplyRecipients';
import { SignatureLine } from './SignatureLine';
import { TemplatePicker } from './TemplatePicker';

export type ReplyHandle = { start: (mode: Mode, about?: Partial<Draft>) => void };

type Props = { shown: Case /** The draft that its author came for. */; wanted?: Slot; ref: Ref<ReplyHandle> };

/** Where an answer, a forward, or a comment among colleagues is written. */
export function ReplyBox({ shown, wanted, ref }: Props) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { drafts, files } = useWriting(shown.id, wanted);
  const { draft, slot } = drafts;
  const field = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const [passes, setPasses] = useState(false);
  const [seen, setSeen] = useState(shown.messages.at(-1)?.id ?? null);
  const compose = useCompose(shown.id, draft.message_id).data;
  const sending = useSending(shown, { drafts, files });
  const comment = useAddComment(shown.id);
  const isMail = draft.mode !== 'comment';
  const empty = isBlank(draft);
  // An answer to an outsider is none to the customer.
  const aside = shown.messages.some(({ id, aside }) => aside && id === draft.message_id);
  const mine = files.files.filter((file) => file.slot === slot);
  const size = mailSize(mine, shown, draft, compose?.max_octets);
  const uploading = mine.some((file) => !file.upload && !file.error);
  const tooLarge = size !== undefined && size.octets > size.max;
  const blocked = uploading ? t('reply.waitUpload') : tooLarge ? t('problem.mail_too_large') : undefined;
  const all = compose ? compose.reply_all.to.length + compose.reply_all.cc.length : 1;

  const people = peopleOf(draft, compose, shown);
  const { to, cc } = { to: draft.to ?? people.to, cc: draft.to === null && !draft.cc.length ? people.cc : draft.cc };
  const named = [...to, ...cc, ...draft.bcc];
  const replaced = (from: string, into: string) => {
    const put = (list: string[]) => list.map((address) => (address === from ? into : address));
    drafts.change({ to: put(to), cc: put(cc), bcc: put(draft.bcc) });
  };
  const send = (choice: SendChoice = {}) => sending.send({ ...choice, passes_blocks: passes });
  const insert = useInsertion(field, draft, drafts.change);

  const placeholder = {
    comment: t('reply.commentPlaceholder'),
    forward: t('reply.forwardPlaceholder'),
    reply: t('reply.placeholder', { name: shown.customer_name ?? shown.customer_address }),
  }[slot];

  useImperativeHandle(ref, () => ({
    start: (mode, about) => {
      drafts.start(mode, about);
      field.current?.focus();
    },
  }));

  const saveComment = () =>
    comment.mutate(draft.text, {
      onSuccess: () => {
        drafts.clear('comment', true);
        notifyDone(t('reply.commented'));
      },
    });
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || empty || blocked) return;
    event.preventDefault();
    if (isMail) send();
    else saveComment();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    files.add(slot, [...event.dataTransfer.files]);
  };

  return (
    <section
      className={classes.box}
      data-mode={draft.mode}
      data-over={over || undefined}
      data-idle={(empty && mine.length === 0) || undefined}
      aria-label={t('reply.label')}
      onDragOver={(event) => {
        if (!isMail) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={isMail ? drop : undefined}
    >
      <div className={classes.top}>
        <ReplyModes mode={draft.mode} all={all} onMode={(mode) => drafts.start(mode)} />
        {isMail && (
          <ReplyRecipients
            key={draft.mode}
            shown={shown}
            draft={draft}
            compose={compose}
            onChange={drafts.change}
          />
        )}
      </div>
      <Textarea
        ref={field}
        autosize
        minRows={empty ? 1 : 5}
        maxRows={16}
        aria-label={isMail ? t('reply.label') : t('reply.comment')}
        placeholder={placeholder}
        classNames={{ input: classes.text }}
        value={draft.text}
        onChange={(event) => {
          if (empty) setSeen(shown.messages.at(-1)?.id ?? null);
          drafts.change({ text: event.currentTarget.value });
        }}
        onKeyDown={press}
      />
      {isMail && !empty && (
        <SignatureLine
          place={{ case_id: shown.id }}
          usual="reply"
          chosen={draft.signature}
          onChoose={(signature) => drafts.change({ signature })}
        />
      )}
      {isMail && <FileChips files={mine} onRemove={files.remove} />}
      <ForwardFiles shown={shown} draft={draft} onChange={drafts.change} />
      {!empty && (
        <NewsNotice
          news={newsIn(shown, seen, user.id)}
          onSeen={() => setSeen(shown.messages.at(-1)?.id ?? null)}
        />
      )}
      {isMail && <AddressNotes addresses={named} onReplace={replaced} passes={{ on: passes, set: setPasses }} />}
      <ReplyNotices
        draft={draft}
        overwrote={drafts.overwrote}
        onSeen={drafts.seenOverwrite}
        refusedFor={sending.answered?.name}
        onAnyway={() => send({ ...sending.answered?.choice, anyway: true })}
        onLook={sending.look}
      />
      <ProblemView error={isMail ? sending.problem : comment.error} />
      <ReplyButtons
        mode={draft.mode}
        empty={empty}
        blocked={blocked}
        saving={comment.isPending}
        keeping={drafts.keeping}
        size={isMail ? size : undefined}
        after={aside ? undefined : compose?.status_after}
        template={
          isMail && (
            <>
              <TemplatePicker use={{ case_id: shown.id }} onInsert={insert} />
              <FaqPicker use={{ case_id: shown.id }} onInsert={insert} />
            </>
          )
        }
        onFiles={(chosen) => files.add(slot, chosen)}
        onSend={send}
        onComment={saveComment}
        onDiscard={() => {
          drafts.clear(slot, true);
          files.clear(slot);
        }}
      />
      {over && <div className={classes.drop}>{t('reply.drop')}</div>}
    </section>
  );
}
