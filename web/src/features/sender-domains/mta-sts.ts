// How the served policy of MTA-STS stands, and what it can be switched to.
import type { Tone } from '@/components/status/StatusDot';
import type { SenderDomainRecord, ServedMtaSts } from '@/lib/api/types';

export const SERVING_TONES = {
  off: 'quiet',
  testing: 'wait',
  enforce: 'good',
  ending: 'wait',
} as const satisfies Record<ServedMtaSts['serving'], Tone>;

/** A record that says that there is a policy is no lack while there is none: the switch says that it is off, and nothing else. */
export function isOnlyOff({ kind, verdict, problem }: SenderDomainRecord, served?: ServedMtaSts): boolean {
  const isMissing = kind === 'mta_sts' && verdict === 'missing' && problem === null;
  return isMissing && (served?.serving ?? 'off') === 'off';
}

type Choice = ServedMtaSts['choices'][number];

/** The steps ahead in the order of their buttons; taking in other servers is a step of its own. */
export function stepsOf({ choices, serving }: Pick<ServedMtaSts, 'choices' | 'serving'>): Choice[] {
  const order = ['enforce', 'testing', 'off'] as const;
  return order.flatMap((wanted) =>
    choices.filter((choice) => choice.serving === wanted && wanted !== serving),
  );
}

/** The step that takes in the servers that take mail for the domain by now. */
export function renewal({ choices, serving, exchangers_differ }: ServedMtaSts): Choice | undefined {
  return exchangers_differ ? choices.find((choice) => choice.serving === serving) : undefined;
}

/** The record by which a policy's name leads here: an alias leads to a name alone (RFC 1035 3.3.1). */
export function leadingRecord(host: string): { type: 'A' | 'AAAA' | 'CNAME'; value: string } {
  if (/^\d+(\.\d+){3}$/.test(host)) return { type: 'A', value: host };
  if (host.includes(':')) return { type: 'AAAA', value: host.replace(/^\[|\]$/g, '') };
  return { type: 'CNAME', value: host };
}
