// What last words about a mail mean, in plain words. The server judges them; here each class has its sentence and its
// cure. The texts stand in the catalogues under `plainWords`.
import type { TFunction } from 'i18next';
import type { Meaning } from '@/lib/api/types';
import type { Format } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';

/** How a mail stands whose last words these are. */
export type Standing = {
  /** Whether it is over; else it is tried again by itself. */
  over: boolean;
  /** Whether what can be done is told too. */
  cure: boolean;
};

/** The words for a meaning, or nothing where nobody judged. */
export function plainWords(
  meaning: Meaning | null | undefined,
  { over, cure }: Standing,
  t: TFunction,
  format: Pick<Format, 'span'>,
): string | undefined {
  if (!meaning) return undefined;
  const reason = reasonOf(meaning, t);
  const said = gaveUp(meaning, reason, t, format) ?? reason;
  if (!said) return undefined;
  const what = over ? textOf(`plainWords.${decisive(meaning)}.cure`) : t('plainWords.waits');
  return cure && what ? `${said} ${what}` : said;
}

/** A class in a few words, for lists; nothing where nobody judged. */
export function shortWords(meaning: Meaning | null | undefined): string | undefined {
  return meaning?.class ? textOf(`returns.class.${meaning.class}`) : undefined;
}

function gaveUp(meaning: Meaning, reason: string | undefined, t: TFunction, format: Pick<Format, 'span'>) {
  const { gave_up_after_s } = meaning;
  if (!gave_up_after_s) return undefined;
  const time = format.span(gave_up_after_s);
  return reason ? t('plainWords.gaveUp', { time, reason }) : t('plainWords.gaveUpUnknown', { time });
}

function reasonOf({ class: name, cause }: Meaning, t: TFunction): string | undefined {
  const said = textOf(`plainWords.${name}.text`);
  const behind = cause && textOf(`plainWords.${cause}.text`);
  return said && behind ? `${said} ${t('plainWords.theirLast', { reason: behind })}` : said;
}

/** The class that says what helps: of a mail that was given up, what stood in the way. */
const decisive = ({ class: name, cause }: Meaning) => cause ?? name;
