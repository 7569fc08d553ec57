// What somebody writes in a case, and how it travels: as a draft while he types, as a mail when he sends.
import type {
  Case,
  DraftInput,
  FromChoice,
  Reply,
  ReturnedDraft,
  Draft as ServerDraft,
  SignatureChoice,
  Upload,
} from '@/lib/api/types';

export type Mode = 'reply' | 'reply_all' | 'forward' | 'comment';
/** An answer stays the same text whoever receives it, so both ways of answering share one draft. */
export type Slot = 'reply' | 'forward' | 'comment';

export const SLOTS: readonly Slot[] = ['reply', 'forward', 'comment'];

export type Draft = {
  mode: Mode;
  text: string;
  /** The same with formatting, where it has any. */
  html: string | null;
  /** Nobody named yet: those whom the mode means. */
  to: string[] | null;
  cc: string[];
  bcc: string[];
  subject: string | null;
  /** The message that is answered or passed on; the customer's latest when none is named. */
  message_id: string | null;
  /** Which files of that message go along. */
  attachments: number[];
  /** What stands under it; the usual signature when none is chosen. */
  signature: SignatureChoice | null;
  /** As whom, where its author chose. */
  from: FromChoice | null;
  /** The template that it was begun with, which may name a sender. */
  template_id: string | null;
  /** Over verified encryption alone. */
  needs_tls: boolean;
  /** The same to its end, by servers that promise it. */
  tls_throughout: boolean;
  /** Whether its author asks to be told when it has arrived and was read. */
  receipt: boolean;
  /** Whether its files stay here, for its receiver to fetch them by links. */
  files_as_links: boolean;
  /** The server's count of changes that this goes on from. */
  version: number | null;
  returned: ReturnedDraft | null;
  /** Whether it goes to recipients of two drafts: of the mail that came back, and of what was begun. */
  joined: boolean;
};

export function slotOf(mode: Mode): Slot {
  return mode === 'reply_all' ? 'reply' : mode;
}

export function emptyDraft(mode: Mode): Draft {
  return {
    mode,
    text: '',
    html: null,
    to: null,
    cc: [],
    bcc: [],
    subject: null,
    message_id: null,
    attachments: [],
    signature: null,
    from: null,
    template_id: null,
    needs_tls: false,
    tls_throughout: false,
    receipt: false,
    files_as_links: false,
    version: null,
    returned: null,
    joined: false,
  };
}

export function isBlank(draft: Draft): boolean {
  return draft.text.trim() === '' && draft.html === null;
}

/** A draft as the server has it; one of a case that is not there yet is none of a case. */
export function fromServer(draft: ServerDraft): Draft | null {
  const { mode, text, html, to, cc, bcc, subject, message_id, attachments } = draft;
  const { signature, from, template_id, needs_tls, tls_throughout, receipt, files_as_links } = draft;
  const { version, returned, joined } = draft;
  if (mode === 'new') return null;
  const mail = { mode, text, html, to, cc, bcc, subject, message_id, attachments };
  const wishes = { needs_tls, tls_throughout, receipt, files_as_links };
  return { ...mail, ...wishes, signature, from, template_id, version, returned, joined };
}

export function toServer(draft: Draft, upload_ids: string[]): DraftInput {
  const { version, returned: _returned, joined: _joined, ...written } = draft;
  return { ...written, upload_ids, seen_version: version };
}

/** A draft of a case as it would stand among all drafts if it were kept. */
export function asKept(draft: Draft, of: { id: string; case?: Case; uploads: Upload[] }): ServerDraft {
  return {
    ...draft,
    from: draft.from && { ...draft.from, id: draft.from.id ?? null },
    case_id: of.id,
    case_number: of.case?.number ?? null,
    case_title: of.case?.title ?? null,
    mailbox_id: null,
    mail_key: null,
    uploads: of.uploads,
    send_at: null,
    cancel_if_answered: false,
    updated_at: new Date().toISOString(),
    version: draft.version ?? 0,
  };
}

export type Timing = Pick<Reply, 'undo_s' | 'send_at' | 'cancel_if_answered'>;

/** The mail that a draft becomes. */
export function toReply(draft: Draft, upload_ids: string[], rest: Partial<Reply>): Reply {
  const { mode, text, html, to, cc, bcc, subject, message_id, attachments } = draft;
  const { signature, from, template_id, needs_tls, tls_throughout, receipt, files_as_links } = draft;
  return {
    mode,
    text,
    html: html ?? undefined,
    to: to ?? undefined,
    cc,
    bcc,
    subject: subject ?? undefined,
    message_id: message_id ?? undefined,
    attachments,
    signature: signature ?? undefined,
    from: from ?? undefined,
    template_id: template_id ?? undefined,
    needs_tls,
    tls_throughout: tls_throughout || undefined,
    receipt: receipt || undefined,
    files_as_links: files_as_links || undefined,
    upload_ids,
    ...rest,
  };
}
