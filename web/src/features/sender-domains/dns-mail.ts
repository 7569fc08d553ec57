// The mail to whoever runs the DNS of a domain: what is to be published, in his language.
import type { TFunction } from 'i18next';
import type { SenderDomain, SenderDomainRecord } from '@/lib/api/types';
import { isUnsure } from './standing';

export type DnsMail = { subject: string; text: string };

/** What he is asked for: what is not there yet, or everything where all of it is. */
function asked({ records }: SenderDomain): SenderDomainRecord[] {
  const wanted = records.filter((record) => record.importance !== 'optional' && !isUnsure(record));
  const missing = wanted.filter(({ verdict }) => verdict !== 'live');
  return missing.length > 0 ? missing : wanted;
}

export function dnsMail(domain: SenderDomain, from: string[], t: TFunction): DnsMail {
  const wanted = asked(domain);
  const hasOnlyOne = wanted.some(({ kind }) => kind === 'spf' || kind === 'dmarc');
  const records = wanted.map((record, at) =>
    [
      `${at + 1}. ${t(`senderDomains.kind.${record.kind}`)}`,
      `${t('senderDomains.type')}: ${record.record_type}`,
      `${t('senderDomains.recordName')}: ${record.name}`,
      `${t('senderDomains.value')}: ${record.value}`,
    ].join('\n'),
  );
  const text = [
    t('senderDomains.mail.hello'),
    t('senderDomains.mail.ask', { domain: domain.name }),
    ...records,
    ...(hasOnlyOne ? [t('senderDomains.mail.one')] : []),
    t('senderDomains.mail.long'),
    t('senderDomains.mail.done'),
    [t('senderDomains.mail.bye'), ...from].join('\n'),
  ].join('\n\n');
  return { subject: t('senderDomains.mail.subject', { domain: domain.name }), text };
}

/** RFC 6068 5: lines end in CRLF. */
export function mailtoOf({ subject, text }: DnsMail): string {
  const body = encodeURIComponent(text.replaceAll('\n', '\r\n'));
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${body}`;
}
