// Sending to many: what the job gets, what its author sees of it, and how he gets it back before the first has left.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyNote, notifyProblem } from '@/components/problem/notify';
import { isAnswerLost, isPassing } from '@/lib/api/problem';
import { useFormat } from '@/lib/format/use-format';
import { keepClosing } from '@/lib/mail/closing-many';
import type { Many } from '@/lib/mail/many';
import { offerWayBack } from '@/lib/mail/ways-back';
import { useRecentRecipients } from '@/lib/preferences/use-recent-recipients';
import { type BulkTarget, useForwardMany, useReplyToMany } from './api/bulk-mail';
import { useUndoTime } from './api/open-compose';
import { notifyUndo } from './components/UndoToast';
import { endOf } from './use-ended';
import type { useNewWriting } from './use-new-draft';
import type { SendChoice } from './use-sending';
import { useUndoMany } from './use-undo-many';

/** A job that has begun. */
export type Begun = {
  /** How long it waits before it writes the first mail, seconds. */
  undo_s: number;
  /** Whether it was taken back since. */
  isTakenBack: () => boolean;
};

type Sending = {
  /** The name of its draft. */
  name: string;
  kind: Many;
  target: BulkTarget;
  /** How many cases, in words. */
  count: string;
  /** Whether each case is closed with it. */
  close: boolean;
  onBegun: (begun: Begun) => void;
};

export function useSendingMany(writing: ReturnType<typeof useNewWriting>, sending: Sending) {
  const { fields, files, finish, goOn, hold, isThere, keepFirst, discard, claim, refused } = writing;
  const { name, kind, target, count, close, onBegun } = sending;
  const { t } = useTranslation();
  const format = useFormat();
  const reply = useReplyToMany();
  const forward = useForwardMany();
  const undo_s = useUndoTime();
  const undo = useUndoMany(kind);
  const [, remember] = useRecentRecipients();
  const [isPending, setPending] = useState(false);
  const pending = useRef(false);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const begin = (upload_ids: string[], timing: SendChoice['timing']) => {
    const { text, html, template_id, from, signature } = fields;
    const { needs_tls, tls_throughout, receipt, files_as_links } = fields;
    const wishes = { needs_tls, tls_throughout, receipt, files_as_links, signature: signature ?? undefined };
    const how = { ...wishes, from, close, upload_ids, ...timing, ...claim() };
    if (kind === 'forward') {
      return forward.mutateAsync({ target, mail: { to: fields.to[0] ?? '', text, html, ...how } });
    }
    const words = template_id ? { template_id, text: '' } : { text, html };
    return reply.mutateAsync({ target, mail: { ...words, ...how } });
  };

  /** Its author looks first, where he is still there, or goes on with it. */
  const held = (why: 'start.ended' | 'start.unsure' = 'start.ended') => {
    if (isHere.current) return hold();
    notifyNote(t(why));
    goOn();
  };
  const failed = async (error: unknown) => {
    const how = endOf(error);
    if (how) {
      // Another window was quicker.
      reply.reset();
      forward.reset();
      refused(how);
      return held();
    }
    // Why stands above the button, where there still is one.
    if (!isHere.current) notifyProblem(error, t);
    // Where the answer alone was lost the job has its draft: kept anew it would be sent twice.
    if (isPassing(error) && !(await isThere())) {
      reply.reset();
      forward.reset();
      return held();
    }
    // A template alone is no draft, and nothing else tells whether the job has begun.
    if (isAnswerLost(error) && !claim().needs_draft) {
      reply.reset();
      forward.reset();
      refused('unsure');
      return held('start.unsure');
    }
    goOn();
  };
  /** Nothing else than its draft sees to it that it goes once: no job begins before there is one. */
  const isGuarded = () =>
    keepFirst().then(
      () => true,
      (error: unknown) => {
        notifyProblem(error, t);
        goOn();
        return false;
      },
    );
  const send = async (choice: SendChoice = {}) => {
    // Pressed twice before it shows, it is pressed once.
    if (pending.current) return;
    pending.current = true;
    setPending(true);
    reply.reset();
    forward.reset();
    // It goes as it stands at this moment; a draft kept behind it would outlive it.
    const uploads = files.uploadsOf('new', fields.html);
    const upload_ids = uploads.map(({ id }) => id);
    const timing = choice.timing ?? { undo_s };
    const ready = finish();
    try {
      await ready;
      if (!(await isThere())) return held();
      if (!(await isGuarded())) return;
      const job = await begin(upload_ids, timing).catch(failed);
      if (!job) return;
      if (kind === 'forward') remember(fields.to.map((address) => ({ address, name: null })));
      discard();
      keepClosing(name, false);
      const written = { fields, uploads, close, ended: finish() };
      let isTakenBack = false;
      let hide = () => {};
      let back: Promise<void> | undefined;
      // Wherever it is stopped, and however often, it comes back once.
      const takeBack = () => {
        isTakenBack = true;
        hide();
        back ??= undo(job.id, written).finally(() => {
          back = undefined;
        });
        return back;
      };
      offerWayBack(job.id, takeBack);
      if (timing.send_at) {
        notifyDone(t('reply.planned', { when: format.full(timing.send_at) }));
      } else if (timing.undo_s) {
        const title = t('bulkMail.leaving', { number: count });
        const onUndo = () => void takeBack();
        hide = notifyUndo({ id: `job-${job.id}`, seconds: timing.undo_s, title, onUndo });
      } else {
        notifyDone(t('jobs.begun'));
      }
      onBegun({ undo_s: timing.undo_s ?? 0, isTakenBack: () => isTakenBack });
    } finally {
      pending.current = false;
      setPending(false);
    }
  };
  return { send, error: reply.error ?? forward.error, isPending };
}
