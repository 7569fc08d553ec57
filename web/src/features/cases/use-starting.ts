// Sending the first mail of a case: what goes off, and how its author gets it back.
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { useFormat } from '@/lib/format/use-format';
import { useRecentRecipients } from '@/lib/preferences/use-recent-recipients';
import { useUndoTime } from './api/open-compose';
import { useStartCase } from './api/start-case';
import { notifyUndo } from './components/UndoToast';
import type { Timing } from './draft';
import { endOf } from './use-ended';
import type { useNewWriting } from './use-new-draft';
import type { SendChoice } from './use-sending';
import { useUndo } from './use-undo';

export function useStarting(writing: ReturnType<typeof useNewWriting>) {
  const { fields, files, finish, goOn, hold, sendKey, claim, isThere, refused } = writing;
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const start = useStartCase();
  const undo_s = useUndoTime();
  const undo = useUndo();
  const [, remember] = useRecentRecipients();
  const [isPending, setPending] = useState(false);
  const pending = useRef(false);
  // What was sent off here before is known to the server by its key, whatever became of its draft.
  const tried = useRef<string>(undefined);

  const mailOf = (timing: Timing, { status, status_id, passes_blocks }: SendChoice) => {
    const { mailbox_id, signature, from, template_id, ...written } = fields;
    const upload_ids = files.uploadsOf('new', fields.html).map(({ id }) => id);
    const chosen = {
      signature: signature ?? undefined,
      from: from ?? undefined,
      template_id: template_id ?? undefined,
    };
    const mail = { ...written, ...chosen, upload_ids, status, status_id, passes_blocks, ...timing };
    return { mailbox_id, mail, send_key: sendKey() };
  };
  type Started = Awaited<ReturnType<typeof start.mutateAsync>>;
  const tell = ({ case_id, message_id }: Started, timing: Timing) => {
    remember([...fields.to, ...fields.cc].map((address) => ({ address, name: null })));
    if (timing.send_at) {
      notifyDone(t('reply.planned', { when: format.full(timing.send_at) }));
    } else {
      const onUndo = () => undo(case_id, message_id);
      notifyUndo({ id: message_id, seconds: timing.undo_s ?? 0, title: t('reply.inOutbox'), onUndo });
    }
    void navigate({ to: '/cases/$caseId', params: { caseId: case_id } });
  };
  const send = async (choice: SendChoice = {}) => {
    // Pressed twice before it shows, it is pressed once.
    if (pending.current) return;
    pending.current = true;
    setPending(true);
    start.reset();
    // It goes as it stands at this moment; a draft kept behind the mail would outlive it.
    const timing = choice.timing ?? { undo_s };
    const body = mailOf(timing, choice);
    const ready = finish();
    try {
      // What was under way tells which draft is to be there.
      await ready;
      if (tried.current !== body.send_key && !(await isThere())) return hold();
      tried.current = body.send_key;
      const onSuccess = (started: Started) => tell(started, timing);
      await start.mutateAsync({ ...body, ...claim() }, { onSuccess }).catch((error: unknown) => {
        const how = endOf(error);
        if (!how) return goOn();
        // Another window was quicker: it is looked for again before it goes from here.
        tried.current = undefined;
        start.reset();
        refused(how);
        hold();
      });
    } finally {
      pending.current = false;
      setPending(false);
    }
  };
  return { send, error: start.error, isPending };
}
