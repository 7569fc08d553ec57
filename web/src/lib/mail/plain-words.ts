// What last words about a mail mean, in plain words. The server judges them; here each class has its sentence and its
// cure. The texts stand in the catalogues under `plainWords`.
import type { TFunction } from 'i18next';
import type { Meaning } from '@/lib/api/types';
import type { Format } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';

/** What keeps a mail from being tried, whatever was said of it: somebody stopped it, or all mail, or all to its domain, or it is in the bin. */
export type Kept = 'binned' | 'allStopped' | 'domainStopped' | 'stopped';

/** How a mail stands whose last words these are. */
export type Standing = {
  /** Whether it is over; else it is tried again by itself. */
  over: boolean;
  /** What keeps it from being tried: told in place of what else it waits for. */
  kept?: Kept;
  /** Whether what can be done is told too. */
  cure: boolean;
};

/** The words for a meaning, or nothing where nobody judged. */
export function plainWords(
  meaning: Meaning | null | undefined,
  { cure, ...standing }: Standing,
  t: TFunction,
  format: Pick<Format, 'span'>,
): string | undefined {
  if (!meaning) return undefined;
  // It waits for a person, who is told so wherever it is seen.
  if (meaning.sign_in_refused) {
    const helps = t(`plainWords.signIn.${standing.over ? 'over' : 'cure'}`);
    return [t('plainWords.signIn.text'), standing.kept ? t(`plainWords.${standing.kept}`) : helps].join(' ');
  }
  const reason = reasonOf(meaning, t);
  const said = gaveUp(meaning, reason, t, format) ?? reason ?? unknown(meaning, t);
  if (!said) return undefined;
  return cure ? [said, ...whatToDo(meaning, standing, t)].join(' ') : said;
}

/** A class in a few words, for lists; nothing where nobody judged. */
export function shortWords(meaning: Meaning | null | undefined): string | undefined {
  if (meaning?.sign_in_refused) return textOf('plainWords.signIn.short');
  if (meaning?.missed_tls) return textOf('plainWords.missedTls.short');
  if (meaning?.of_relay) return textOf('plainWords.ownServer.short');
  if (isFaultTold(meaning)) return textOf('plainWords.serverFault.short');
  return meaning?.class ? textOf(`returns.class.${meaning.class}`) : undefined;
}

function gaveUp(meaning: Meaning, reason: string | undefined, t: TFunction, format: Pick<Format, 'span'>) {
  const { gave_up_after_s } = meaning;
  if (!gave_up_after_s) return undefined;
  const time = format.span(gave_up_after_s);
  return reason ? t('plainWords.gaveUp', { time, reason }) : t('plainWords.gaveUpUnknown', { time });
}

/** A server that says so itself does answer, whatever the class says of those that do not. */
const isFaultTold = (meaning: Meaning | null | undefined) =>
  meaning?.class === 'host-down' && meaning.by_server;

/** Whatever a class says of the receiver's server, it is our own that is in trouble. */
function reasonOf(meaning: Meaning, t: TFunction): string | undefined {
  const { class: name, cause, of_relay, at_relay } = meaning;
  if (meaning.missed_tls) return t(`plainWords.missedTls.${demandOf(meaning)}.text`);
  if (of_relay) return t('plainWords.ownServer.text');
  if (at_relay && name === 'setup-refused') return t('plainWords.ownServer.refuses');
  if (at_relay && name === 'too-large') return t('plainWords.ownServer.tooLarge');
  if (at_relay && name === 'eai-unsupported') return t('plainWords.ownServer.letters');
  const said = isFaultTold(meaning) ? t('plainWords.serverFault.text') : textOf(`plainWords.${name}.text`);
  const behind = cause && textOf(`plainWords.${cause}.text`);
  return said && behind ? `${said} ${t('plainWords.theirLast', { reason: behind })}` : said;
}

/** A server said something that no rule knows. */
const unknown = ({ by_server, class: name }: Meaning, t: TFunction) =>
  by_server && !name ? t('plainWords.unclassified.text') : undefined;

/** What the mail's author demanded of its encryption, and who does not have it: of our own server that is its settings. */
function demandOf({ missed_tls, at_relay }: Meaning): 'next' | 'throughout' | 'relay' {
  if (missed_tls === 'throughout') return 'throughout';
  return at_relay ? 'relay' : 'next';
}

/** What helps. With our own server something is to be done though the mail goes by itself then. */
function whatToDo(meaning: Meaning, { over, kept }: Omit<Standing, 'cure'>, t: TFunction): string[] {
  // Whatever stands in its way, it waits for a person first.
  if (kept) return [t(`plainWords.${kept}`)];
  const of = `plainWords.${decisive(meaning)}`;
  const known = meaning.new_address && textOf(`${of}.cureKnown`, { address: meaning.new_address });
  const helps = known ?? textOf(`${of}.cure`);
  const waits = over ? [] : [t('plainWords.waits')];
  return helps && (over || meaning.of_relay) ? [...waits, helps] : waits;
}

/** What says what helps: our own server, and of a mail that was given up what stood in the way. */
function decisive(meaning: Meaning): string | null {
  const { by_server, class: name, cause, of_relay } = meaning;
  if (meaning.missed_tls) return `missedTls.${demandOf(meaning)}`;
  return of_relay ? 'ownServer' : (cause ?? name ?? (by_server ? 'unclassified' : null));
}
