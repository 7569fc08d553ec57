// How sender domains and their records stand: the colour, and the sentence.
import type { Tone } from '@/components/status/StatusDot';
import type { SenderDomain, SenderDomainRecord } from '@/lib/api/types';

const STATE_TONES = { pending: 'wait', live: 'good', warning: 'bad' } as const satisfies Record<
  SenderDomain['state'],
  Tone
>;

const VERDICT_TONES = {
  unchecked: 'quiet',
  live: 'good',
  missing: 'wait',
  differs: 'bad',
  several: 'bad',
  way_unknown: 'wait',
  not_needed: 'quiet',
  unanswered: 'quiet',
} as const satisfies Record<SenderDomainRecord['verdict'], Tone>;

export const FILE_TONES = {
  live: 'good',
  missing: 'bad',
  unreadable: 'bad',
  lacks_host: 'bad',
  certificate: 'bad',
  unanswered: 'quiet',
} as const satisfies Record<NonNullable<NonNullable<SenderDomain['mta_sts_policy']>['state']>, Tone>;

type Key = SenderDomain['keys'][number];
type Standing = Pick<SenderDomain, 'state' | 'switched_off_at'>;

export const isOff = ({ state, switched_off_at }: Standing) =>
  state === 'pending' && switched_off_at !== null;

export function stateTone(domain: Standing): Tone {
  return isOff(domain) ? 'bad' : STATE_TONES[domain.state];
}

/** Of these a domain has one alone, which our part is woven into. */
export function isWoven({ kind }: SenderDomainRecord): boolean {
  return kind === 'spf' || kind === 'dmarc' || kind === 'tls_rpt';
}

/** The domain whose DNS a record belongs to where that is another one: it consents to reports that go there (RFC 9990 4). */
export function consentingDomain({ kind, name }: SenderDomainRecord): string | null {
  return kind === 'report_consent' ? (name.split('._report._dmarc.')[1] ?? null) : null;
}

/**
 * What to publish is not known before DNS has told what is there: without its other senders, an SPF record
 * would shut them out, a DMARC record would undo what was agreed with them, and reports would go to us alone.
 */
export function isUnsure(record: SenderDomainRecord): boolean {
  return isWoven(record) && (record.verdict === 'unchecked' || record.verdict === 'unanswered');
}

/** The record is right, and whoever runs the installation has to do something about it: nobody else can. */
export function isOperators({ problem }: SenderDomainRecord): boolean {
  return problem === 'host_takes_no_mail' || problem === 'key_not_published';
}

/** A name below the domain that leads to where the operator publishes its keys, whichever they are. */
export function isLed({ kind, record_type }: SenderDomainRecord): boolean {
  return kind === 'dkim' && record_type === 'CNAME';
}

/** Whether a key lies in the operator's zone, where a name of the domain leads. */
export function isKeyLed({ selector }: Key, { records }: SenderDomain): boolean {
  return records.some((record) => isLed(record) && record.name.startsWith(`${selector}.`));
}

/**
 * Whether the keys of the domain lie in the operator's zone: new ones need no other records. While one that is in use has
 * a record of its own, the names for the next ones are only asked for.
 */
export function hasLedKeys(domain: SenderDomain): boolean {
  const used = domain.keys.filter(({ state }) => state !== 'retired');
  return domain.records.some(isLed) && used.every((key) => isKeyLed(key, domain));
}

/** What a record is to say is known to the provider of the outgoing server alone: DNS did answer. */
export function isUnknown({ verdict }: SenderDomainRecord): boolean {
  return verdict === 'way_unknown';
}

/** What there is to publish; nothing where nobody can say it, and where nothing is needed. */
export function hasValue(record: SenderDomainRecord): boolean {
  return !isUnsure(record) && !isUnknown(record) && record.verdict !== 'not_needed';
}

/** What is wrong is not mended by another value of ours: its owner decides what has to go. */
export function staysAsItIs({ verdict, found, value }: SenderDomainRecord): boolean {
  return verdict !== 'live' && found.length === 1 && found[0] === value;
}

/** Something that is only good to have and is not there is no trouble. */
export function recordTone(record: SenderDomainRecord): Tone {
  const { verdict, importance } = record;
  if (isOperators(record)) return 'wait';
  return verdict === 'missing' && importance === 'optional' ? 'quiet' : VERDICT_TONES[verdict];
}

/** The records that somebody has to do something about. */
export function troubles(domain: SenderDomain): SenderDomainRecord[] {
  return domain.records.filter((record) => ['wait', 'bad'].includes(recordTone(record)));
}

/** RFC 1035 3.3.14: a text record is made of pieces of at most 255 octets. */
const PIECE_CHARS = 255;

/** A long value as some panels want it: in pieces, each between quotes; nothing of one that is short enough. */
export function inPieces(value: string): string | null {
  if (value.length <= PIECE_CHARS) return null;
  const pieces = value.match(new RegExp(`.{1,${PIECE_CHARS}}`, 'g')) ?? [];
  return pieces.map((piece) => `"${piece}"`).join(' ');
}
