// Why a return stands on the list, as a key of the catalogue.
import type { ReturnToReview } from '@/lib/api/types';

/** What somebody matched is known by then, unless nobody knows its words; a complaint may be settled whatever mail it is about. */
export function whyHere({ address, outbox_id, matched_by, settled, class: name }: ReturnToReview) {
  if (address === null) return 'returnedMail.namesNobody';
  if (settled) return 'returnedMail.settled.short';
  if (matched_by && name !== 'unclassified') return 'returnedMail.matchedByHand';
  return outbox_id ? 'returnedMail.unknownWords' : 'returnedMail.unmatched';
}
