import type { Case, Message } from '@/lib/api/types';
import type { Draft, Mode } from './draft';

/** The message that a forward passes on: the one that was chosen, or the latest mail. */
export function passedOn(shown: Case, draft: Draft): Message | undefined {
  const mails = shown.messages.filter((message) => message.direction !== 'comment');
  return mails.find((message) => message.id === draft.message_id) ?? mails.at(-1);
}

/** What a mail about one message starts with: a forward takes its files along. */
export function aboutOf(mode: Mode, message: Message): Partial<Draft> {
  const files = mode === 'forward' ? message.attachments.filter((file) => !file.inline) : [];
  return { message_id: message.id, attachments: files.map(({ index }) => index) };
}

/** What a draft starts with in this mode: a forward of no certain message passes the latest mail on, with its files. */
export function beginning(mode: Mode, shown: Case) {
  return (draft: Draft): Partial<Draft> => {
    const message = mode === 'forward' && draft.message_id === null && passedOn(shown, draft);
    return message ? aboutOf(mode, message) : {};
  };
}
