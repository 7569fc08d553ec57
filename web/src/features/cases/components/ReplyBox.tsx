import { SegmentedControl, Textarea } from '@mantine/core';
import { type DragEvent, type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Case, CaseStatus } from '@/lib/api/types';
import { useSession } from '@/lib/session/SessionContext';
import { useAddComment } from '../api/add-comment';
import { useSendReply } from '../api/send-reply';
import type { Mode } from '../draft';
import { useDraft } from '../use-draft';
import { useFiles } from '../use-files';
import { FileChips } from './FileChips';
import classes from './ReplyBox.module.css';
import { ReplyButtons } from './ReplyButtons';
import { ReplyRecipients } from './ReplyRecipients';

export type ReplyHandle = { start: (mode: Mode) => void };

/** Where the answer, or a comment among colleagues, is written. */
export function ReplyBox({ shown, ref }: { shown: Case; ref: Ref<ReplyHandle> }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { draft, change, clear } = useDraft(user.id, shown.id);
  const files = useFiles();
  const field = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const reply = useSendReply(shown.id, user);
  const comment = useAddComment(shown.id);
  const isReply = draft.mode === 'reply';
  const empty = draft.text.trim() === '';

  useImperativeHandle(ref, () => ({
    start: (mode) => {
      change({ mode });
      field.current?.focus();
    },
  }));

  const sendReply = (status?: CaseStatus) => {
    const { text, to, cc } = draft;
    const before = draft;
    const upload_ids = files.uploads.map(({ id }) => id);
    clear();
    reply.mutate(
      { reply: { text, to: to ?? undefined, cc, upload_ids, status }, files: files.uploads },
      {
        onSuccess: () => {
          files.clear();
          notifyDone(t('reply.sent'));
        },
        // What was written comes back into the box; nothing of it is lost.
        onError: () => change(before),
      },
    );
  };
  const saveComment = () =>
    comment.mutate(draft.text, {
      onSuccess: () => {
        clear();
        notifyDone(t('reply.commented'));
      },
    });
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || empty || files.busy) return;
    event.preventDefault();
    if (isReply) sendReply();
    else saveComment();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    files.add([...event.dataTransfer.files]);
  };

  return (
    <section
      className={classes.box}
      data-mode={draft.mode}
      data-over={over || undefined}
      data-idle={(empty && files.files.length === 0) || undefined}
      aria-label={t('reply.label')}
      onDragOver={(event) => {
        if (!isReply) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={isReply ? drop : undefined}
    >
      <div className={classes.top}>
        <SegmentedControl
          size="xs"
          value={draft.mode}
          onChange={(mode) => change({ mode: mode as Mode })}
          aria-label={t('reply.label')}
          data={[
            { value: 'reply', label: t('reply.reply') },
            { value: 'comment', label: t('reply.comment') },
          ]}
        />
        {isReply && <ReplyRecipients shown={shown} to={draft.to} cc={draft.cc} onChange={change} />}
      </div>
      <Textarea
        ref={field}
        autosize
        minRows={empty ? 1 : 5}
        maxRows={16}
        aria-label={isReply ? t('reply.label') : t('reply.comment')}
        placeholder={
          isReply
            ? t('reply.placeholder', { name: shown.customer_name ?? shown.customer_address })
            : t('reply.commentPlaceholder')
        }
        classNames={{ input: classes.text }}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={press}
      />
      {isReply && <FileChips files={files.files} onRemove={files.remove} />}
      <ProblemView error={isReply ? reply.error : comment.error} />
      <ReplyButtons
        mode={draft.mode}
        empty={empty}
        uploading={files.busy}
        saving={comment.isPending}
        onFiles={files.add}
        onSend={sendReply}
        onComment={saveComment}
        onDiscard={clear}
      />
      {over && <div className={classes.drop}>{t('reply.drop')}</div>}
    </section>
  );
}
