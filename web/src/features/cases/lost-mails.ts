// First mails that could not be kept at last either as their page was left, by their names: whoever comes back goes on with one,
// and until then it is tried again.
import type { Draft, DraftInput, Upload } from '@/lib/api/types';
import { dropUnsaved, isUnsaved, leaveUnsaved } from '@/lib/drafts/unsaved';
import { keyOf } from '@/lib/mail/send-key';
import { keepNewDraft } from './api/start-case';
import { leave, newMailOf, wasUnderWay } from './last-words';
import type { Fields } from './use-new-draft';

export type Lost = {
  fields: Fields;
  uploads: Upload[];
  /** Which draft on the server it goes on from. */
  seen: number | undefined;
  /** Which version of its draft its window knew; 0 of none, which it goes without. */
  known: number;
  writer: string;
};

const lost = new Map<string, Lost>();

/** What was lost under this name and is not kept yet. */
export function lostMail(name: string): Lost | undefined {
  // It may have been kept or thrown away meanwhile.
  if (!isUnsaved(newMailOf(name))) lost.delete(name);
  return lost.get(name);
}

type Kept = { version: number };

/** Goes on trying to keep it; `onKept` hears of it when it is, `onDropped` when it is thrown away before that. */
export function loseMail(
  name: string,
  mail: Lost,
  onKept: (kept: Kept) => void,
  onDropped: () => void = () => {},
): void {
  const save = async () => {
    const saved = keepNewDraft(name, bodyOf(mail));
    const over = saved.then(onKept);
    // Whoever opens it meanwhile waits for it.
    const nothingMore = () => Promise.resolve();
    void leave(newMailOf(name), { running: over.catch(nothingMore), send: nothingMore });
    await over;
  };
  lost.set(name, mail);
  const drop = () => {
    forgetLost(name);
    onDropped();
    return wasUnderWay(newMailOf(name));
  };
  const drafts = [{ draft: draftOf(name, mail), writer: mail.writer, drop }];
  leaveUnsaved(newMailOf(name), { save, drafts });
}

/** It is kept, sent or thrown away. */
export function forgetLost(name: string): void {
  lost.delete(name);
  dropUnsaved(newMailOf(name));
}

/** A first mail as it is kept. */
export function bodyOf({ fields, uploads, seen, writer }: Lost): DraftInput {
  const upload_ids = uploads.map(({ id }) => id);
  // What is written to many names none.
  const mailbox_id = fields.mailbox_id || null;
  return { ...fields, mailbox_id, upload_ids, seen_version: seen ?? null, writer };
}

/** As it would stand among the drafts if it were kept. */
function draftOf(name: string, { fields, uploads, seen }: Lost): Draft {
  return {
    ...fields,
    mode: 'new',
    case_id: null,
    case_number: null,
    case_title: null,
    message_id: null,
    mail_key: keyOf(name) ?? null,
    mailbox_id: fields.mailbox_id || null,
    from: fields.from && { ...fields.from, id: fields.from.id ?? null },
    attachments: [],
    uploads,
    send_at: null,
    cancel_if_answered: false,
    returned: null,
    joined: false,
    updated_at: new Date().toISOString(),
    version: seen ?? 0,
  };
}
