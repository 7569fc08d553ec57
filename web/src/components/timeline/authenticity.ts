// Whether a mail is from whom it claims, in words: the verdict, and what it rests on.
import type { TFunction } from 'i18next';
import type { TimelineEntry } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import type { Sentence } from './sentence';

type Step = Extract<TimelineEntry, { kind: 'authenticity' }>;

const TONE = { pass: 'good', fail: 'bad' } as const;

/** The word of RFC 8601 for a result, in the language of the page. */
function resultOf(result: string): string {
  return textOf(`timeline.authenticity.result.${result}`) ?? result;
}

export function authenticitySentence(step: Step, t: TFunction): Sentence {
  const domain = step.domain || t('timeline.authenticity.someone');
  const text =
    textOf(`timeline.authenticity.${step.dmarc}`, { domain }) ?? t('timeline.authenticity.other', { domain });
  const spf = step.spf && {
    domain: step.spf.domain || '–',
    result: resultOf(step.spf.result),
    reason: step.spf.reason,
  };
  const wants =
    step.dmarc === 'fail' && step.policy ? textOf(`timeline.authenticity.policy.${step.policy}`) : '';
  const gateway = step.gateway?.name || t('timeline.authenticity.aGateway');
  const client = step.gateway?.client;
  const details = [
    step.gateway &&
      (client
        ? t('timeline.authenticity.gateway', { gateway, client })
        : t('timeline.authenticity.gatewayMute', { gateway })),
    step.gateway?.believed && t('timeline.authenticity.gatewayBelieved', { gateway }),
    wants,
    spf ? t('timeline.authenticity.spf', spf) : !step.gateway && t('timeline.authenticity.spfUnknown'),
    ...step.dkim.map(({ domain: signer, result, reason }) =>
      t('timeline.authenticity.dkim', { domain: signer || '–', result: resultOf(result), reason }),
    ),
    step.dkim.length === 0 && t('timeline.authenticity.unsigned'),
    step.arc !== 'none' && t('timeline.authenticity.arc', { result: resultOf(step.arc) }),
    step.server && t('timeline.authenticity.server', { words: step.server }),
  ];
  const tone = TONE[step.dmarc as keyof typeof TONE] ?? 'normal';
  return { text, details: details.filter((detail): detail is string => Boolean(detail)), tone };
}
