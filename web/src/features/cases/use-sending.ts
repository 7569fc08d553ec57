// Sending: what goes off, what its author sees of it, and how he gets it back.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { useFiles } from '@/components/files/use-files';
import { notifyDone } from '@/components/problem/notify';
import { ApiProblem } from '@/lib/api/problem';
import type { Case, CaseStatus, Message } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useRecentRecipients } from '@/lib/preferences/use-recent-recipients';
import { useSession } from '@/lib/session/SessionContext';
import { useUndoTime } from './api/open-compose';
import { useSendReply } from './api/send-reply';
import { notifyUndo } from './components/UndoToast';
import { type Draft, type Timing, toReply } from './draft';
import { showMessage } from './show-message';
import type { useDraft } from './use-draft';
import { useUndo } from './use-undo';

export type SendChoice = {
  status?: CaseStatus;
  status_id?: string;
  /** The case stays as it is, whatever its category says. */
  keeps_status?: boolean;
  timing?: Timing;
  anyway?: boolean;
  /** Also to addresses that are blocked. */
  passes_blocks?: boolean;
};

/** Whose answer was there before: a colleague's, or the author's own from another window. */
export type AnsweredBy = { name: string } | { own: string };
type Answered = { choice: SendChoice; by: AnsweredBy };

type Writing = {
  drafts: ReturnType<typeof useDraft>;
  files: ReturnType<typeof useFiles>;
  /** The mail is on its way. */
  onSent: () => void;
};

/** Sends the draft that is on the screen. */
export function useSending(shown: Case, { drafts, files, onSent }: Writing) {
  const { t } = useTranslation();
  const format = useFormat();
  const { user } = useSession();
  const undo_s = useUndoTime();
  const undo = useUndo();
  const reply = useSendReply(shown.id, user);
  // What was there when the author began: an answer of a colleague behind it makes him look first.
  const seen = useRef(lastId(shown));
  const [, remember] = useRecentRecipients();
  const [answered, setAnswered] = useState<Answered | null>(null);

  const told = (draft: Draft, timing: Timing, message: Message) => {
    if (timing.send_at) {
      notifyDone(t('reply.planned', { when: format.full(timing.send_at) }));
    } else if (timing.undo_s) {
      notifyUndo({
        id: message.id,
        seconds: timing.undo_s,
        // It has not left: the seconds that it waits stand below.
        title: t('reply.inOutbox'),
        onUndo: () => undo(shown.id, message.id),
      });
    } else {
      notifyDone(t(draft.mode === 'forward' ? 'reply.forwarded' : 'reply.sent'));
    }
  };

  const send = (choice: SendChoice = {}) => {
    const { draft, slot } = drafts;
    const uploads = files.uploadsOf(slot, draft.html);
    const timing = choice.timing ?? { undo_s };
    const seen_message_id = choice.anyway ? undefined : (seen.current ?? undefined);
    const ids = uploads.map(({ id }) => id);
    // Whoever names the status that the case has leaves it as it is.
    const kept = { status: shown.status, status_id: shown.status_id ?? undefined };
    const { status, status_id } = choice.keeps_status ? kept : choice;
    const body = toReply(draft, ids, {
      ...timing,
      status,
      status_id,
      seen_message_id,
      passes_blocks: choice.passes_blocks,
    });
    setAnswered(null);
    drafts.clear(slot, false);
    reply.mutate(
      { reply: body, files: uploads, ready: drafts.settled() },
      {
        onSuccess: (message) => {
          remember(
            message.to.concat(message.cc).flatMap(({ address, name }) => (address ? { address, name } : [])),
          );
          files.clear(slot);
          onSent();
          seen.current = message.id;
          told(draft, timing, message);
        },
        // What was written comes back into the box; nothing of it is lost.
        onError: (error) => {
          drafts.putBack(draft);
          const by = error instanceof ApiProblem ? answeredBy(error) : undefined;
          if (by) setAnswered({ choice, by });
        },
      },
    );
  };
  const problem = answered ? null : reply.error;
  const look = () => {
    seen.current = lastId(shown);
    if (answered && 'own' in answered.by) showMessage(answered.by.own);
    setAnswered(null);
    reply.reset();
  };
  return { send, problem, answered, look, undo_s };
}

function answeredBy({ code, params }: ApiProblem): AnsweredBy | undefined {
  if (code === 'case.answered_meanwhile') return { name: String(params.name ?? '') };
  return code === 'case.answered_already' ? { own: String(params.message_id ?? '') } : undefined;
}

function lastId(shown: Case): string | null {
  return shown.messages.at(-1)?.id ?? null;
}
