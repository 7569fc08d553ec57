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
import type { useNewWriting } from './use-new-draft';
import type { SendChoice } from './use-sending';
import { useUndo } from './use-undo';

export function useStarting(writing: ReturnType<typeof useNewWriting>) {
  const { fields, files, finish, goOn, sendKey, claim, isThere } = writing;
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const start = useStartCase();
  const undo_s = useUndoTime();
  const undo = useUndo();
  const [, remember] = useRecentRecipients();
  const [isLooking, setLooking] = useState(false);
  // What was sent off here before is known to the server by its key, whatever became of its draft.
  const tried = useRef<string>(undefined);

  const sendOff = ({ timing = { undo_s }, status, status_id, passes_blocks }: SendChoice = {}) => {
    const { mailbox_id, signature, from, template_id, ...written } = fields;
    const upload_ids = files.uploadsOf('new', fields.html).map(({ id }) => id);
    const chosen = {
      signature: signature ?? undefined,
      from: from ?? undefined,
      template_id: template_id ?? undefined,
    };
    const mail = { ...written, ...chosen, upload_ids, status, status_id, passes_blocks, ...timing };
    const key = sendKey();
    tried.current = key;
    start.mutate(
      // A draft kept behind the mail would outlive it.
      { ready: finish(), body: () => ({ mailbox_id, mail, send_key: key, ...claim() }) },
      {
        onError: goOn,
        onSuccess: ({ case_id, message_id }) => {
          remember([...fields.to, ...fields.cc].map((address) => ({ address, name: null })));
          if (timing.send_at) {
            notifyDone(t('reply.planned', { when: format.full(timing.send_at) }));
          } else {
            const onUndo = () => undo(case_id, message_id);
            notifyUndo({ id: message_id, seconds: timing.undo_s ?? 0, title: t('reply.inOutbox'), onUndo });
          }
          void navigate({ to: '/cases/$caseId', params: { caseId: case_id } });
        },
      },
    );
  };
  const send = async (choice?: SendChoice) => {
    setLooking(true);
    const mayGo = tried.current === sendKey() || (await isThere());
    setLooking(false);
    if (mayGo) sendOff(choice);
  };
  return { send, error: start.error, isPending: isLooking || start.isPending };
}
