// Why no server was asked to take a mail, in words.
import type { TFunction } from 'i18next';
import type { HeldBack } from '@/lib/api/types';
import type { Format } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';

export function heldBackSentence(held: HeldBack, t: TFunction, format: Pick<Format, 'day'>): string {
  const cause =
    (held.class && textOf(`returns.class.${held.class}`)) || t(`blockedAddresses.reason.${held.reason}`);
  const said = held.on_trial ? 'addressWarning.notTriedOnTrial' : 'addressWarning.notTried';
  return t(said, { when: format.day(held.since), cause });
}
