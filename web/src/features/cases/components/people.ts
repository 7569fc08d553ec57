// Names of those who take part in a message.

import type { Message, Participant } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';

/** A participant as it is read: the name, else the address. */
export function nameOf(participant: Participant): string {
  return participant.name || readable(participant.address ?? '');
}

/** Who wrote a message: our user, or whoever it came from. */
export function writerOf(message: Message): string | undefined {
  return message.author_name || nameOf(message.from) || undefined;
}
