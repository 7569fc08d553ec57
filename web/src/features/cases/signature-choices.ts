import type { OfferedSignature, SignatureChoice } from '@/lib/api/types';

/** The usual one first; of those that say the same, and of those that say nothing, one each. */
export function worthOffering(all: OfferedSignature[], usual: SignatureChoice): OfferedSignature[] {
  const first = [...all].sort((a, b) => Number(b.choice === usual) - Number(a.choice === usual));
  return first.filter(({ choice, text, html }, place) => {
    if (text === '') return choice === 'none';
    return first.findIndex((other) => other.text === text && other.html === html) === place;
  });
}
