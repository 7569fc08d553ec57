// The mail to whoever runs the DNS of a domain: what is to be published, in his language.
import type { TFunction } from 'i18next';
import type { SenderDomain, SenderDomainRecord, ServedMtaSts } from '@/lib/api/types';
import { domainWithCode, readableDomain } from '@/lib/format/domain-name';
import { leadingRecord } from './mta-sts';
import { consentingDomain, hasValue, isLed, isOperators, isUnknown, isWoven, staysAsItIs } from './standing';

export type DnsMail = { subject: string; text: string };

/** What is asked for beside the records that mail needs to arrive. */
export type More = {
  /** Whether the records that are good to have are asked for, too. */
  optional?: boolean;
  /** The policy of MTA-STS that Posthus serves. */
  served?: ServedMtaSts | undefined;
};

/** A record that says that there is a policy is asked for only where there is one. */
function isWanted(record: SenderDomainRecord, { optional = true, served }: More): boolean {
  if (!hasValue(record) || consentingDomain(record) !== null) return false;
  if (record.importance !== 'optional') return true;
  return optional && (record.kind !== 'mta_sts' || (served?.record ?? null) !== null);
}

/** What he is asked for: what is not there yet, or that everything stays where all of it is. */
function asked({ records }: SenderDomain, more: More): { wanted: SenderDomainRecord[]; keeps: boolean } {
  const wanted = records.filter((record) => isWanted(record, more));
  const missing = wanted.filter((record) => record.verdict !== 'live' && !isOperators(record));
  const keeps = missing.length === 0 && wanted.length > 0 && leadingHere(more).length === 0;
  return { wanted: keeps ? wanted : missing, keeps };
}

/** Faults that the value alone does not explain, or does not mend. */
const REASONS: readonly SenderDomainRecord['problem'][] = [
  'too_many_lookups',
  'no_room',
  'broken_include',
  'too_many_voids',
  'allows_everybody',
  'includes_everybody',
  'unreadable',
];

/** What is wrong with a record, where whoever is to mend it would not see why he is asked. */
function reasonOf(record: SenderDomainRecord, t: TFunction): string[] {
  const { problem, detail } = record;
  if (!problem || isOperators(record) || !(REASONS.includes(problem) || staysAsItIs(record))) return [];
  return [t(`senderDomains.found.${problem}`, { detail })];
}

/** The name at which the policy is read has to lead here before its record says that there is one. */
function leadingHere({ optional = true, served }: More) {
  if (!optional || !served?.record || served.state === 'live') return [];
  return [
    { title: 'senderDomains.mail.leadsHere', name: served.name, ...leadingRecord(served.host) } as const,
  ];
}

/** What a record is called; the keys of a domain are told apart by what they are. */
export function recordTitle(record: SenderDomainRecord, { keys }: SenderDomain, t: TFunction): string {
  const kind = t(`senderDomains.kind.${record.kind}`);
  const own = keys.filter(({ state }) => state !== 'retired');
  const key = own.find(({ selector }) => record.name.startsWith(`${selector}.`));
  if (key) return `${kind}: ${t(`senderDomains.algorithm.${key.algorithm}`)}`;
  // A name that waits for a key has all but the last letter of the one whose turn it is now.
  const next = isLed(record) && own.find(({ selector }) => record.name.startsWith(selector.slice(0, -1)));
  if (!next) return kind;
  const algorithm = t(`senderDomains.algorithm.${next.algorithm}`);
  return `${kind}: ${t('senderDomains.nextKey', { algorithm })}`;
}

/** Consent to reports is asked of whoever runs the DNS of the domain that they go to; `null` where nothing is lacking. */
export function consentMail(domain: SenderDomain, from: string[], t: TFunction) {
  const record = domain.records.find((one) => consentingDomain(one) !== null);
  const to = record && consentingDomain(record);
  if (!record || !to || record.verdict === 'live' || record.verdict === 'unanswered') return null;
  const lines = [
    `${t('senderDomains.type')}: ${record.record_type}`,
    `${t('senderDomains.recordName')}: ${record.name}`,
    `${t('senderDomains.value')}: ${record.value}`,
  ];
  const text = [
    t('senderDomains.mail.hello'),
    t('senderDomains.mail.consent', { domain: domainWithCode(domain.name), to: domainWithCode(to) }),
    lines.join('\n'),
    t('senderDomains.mail.done'),
    [t('senderDomains.mail.bye'), ...from].join('\n'),
  ].join('\n\n');
  return { to, mail: { subject: t('senderDomains.mail.subject', { domain: to }), text } };
}

export function dnsMail(domain: SenderDomain, from: string[], t: TFunction, more: More = {}): DnsMail {
  const { wanted, keeps } = asked(domain, more);
  const isAskedForNames = !keeps && wanted.some(isLed);
  const hasOnlyOne = !keeps && wanted.some((record) => isWoven(record) && !staysAsItIs(record));
  const listed = [
    ...wanted.map((record) => ({
      title: recordTitle(record, domain, t),
      type: record.record_type,
      name: record.name,
      value: record.value,
      label: t(staysAsItIs(record) ? 'senderDomains.foundNow' : 'senderDomains.value'),
      reason: reasonOf(record, t),
    })),
    ...leadingHere(more).map((record) => ({
      ...record,
      title: t(record.title),
      label: t('senderDomains.value'),
      reason: [],
    })),
  ];
  const records = listed.map(({ title, type, name, value, label, reason }, at) =>
    [
      `${at + 1}. ${title}`,
      `${t('senderDomains.type')}: ${type}`,
      `${t('senderDomains.recordName')}: ${name}`,
      `${label}: ${value}`,
      ...reason,
    ].join('\n'),
  );
  const unknown = domain.records
    .filter(isUnknown)
    .map((record) =>
      [
        `${t(`senderDomains.kind.${record.kind}`)}: ${t('senderDomains.advice.way_unknown')}`,
        ...reasonOf(record, t),
      ].join('\n'),
    );
  const text = [
    t('senderDomains.mail.hello'),
    t(keeps ? 'senderDomains.mail.keep' : 'senderDomains.mail.ask', { domain: domainWithCode(domain.name) }),
    ...records,
    ...unknown,
    ...(isAskedForNames ? [t('senderDomains.mail.led')] : []),
    ...(hasOnlyOne ? [t('senderDomains.mail.one')] : []),
    ...(keeps ? [] : [t('senderDomains.mail.long'), t('senderDomains.mail.done')]),
    [t('senderDomains.mail.bye'), ...from].join('\n'),
  ].join('\n\n');
  return { subject: t('senderDomains.mail.subject', { domain: readableDomain(domain.name) }), text };
}

/** RFC 6068 5: lines end in CRLF. */
export function mailtoOf({ subject, text }: DnsMail): string {
  const body = encodeURIComponent(text.replaceAll('\n', '\r\n'));
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${body}`;
}
