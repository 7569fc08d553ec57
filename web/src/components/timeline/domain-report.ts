// What became of a report on a sender domain that a mail brought.
import type { TimelineEntry } from '@/lib/api/types';
import type { Context, Sentence } from './sentence';

type Step = Extract<TimelineEntry, { kind: 'domain_report' }>;

const TONES = {
  counted: 'good',
  known: 'normal',
  too_many: 'wait',
  not_ours: 'normal',
  forged: 'bad',
  unreadable: 'wait',
} as const satisfies Record<Step['fate'], Sentence['tone']>;

export function domainReportSentence(step: Step, { t, format }: Context): Sentence {
  const { fate, domain, report, counted, fault } = step;
  const reporter = step.reporter || t('timeline.domainReport.someone');
  const shown = format.count(counted);
  const details = [
    report === 'dmarc' && t('timeline.domainReport.mails', { count: counted, shown }),
    report === 'tls' && t('timeline.domainReport.sessions', { count: counted, shown }),
    fault,
  ];
  return {
    text: t(`timeline.domainReport.${fate}`, { reporter, domain }),
    details: details.filter((detail): detail is string => Boolean(detail)),
    tone: TONES[fate],
  };
}
