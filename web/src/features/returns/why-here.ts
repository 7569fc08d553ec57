// Why a return stands on the list, as a key of the catalogue.
import type { ReturnToReview } from '@/lib/api/types';

/** What somebody matched is known by then, unless nobody knows its words. */
export function whyHere({ outbox_id, matched_by, class: name }: ReturnToReview) {
  if (matched_by && name !== 'unclassified') return 'returnedMail.matchedByHand';
  return outbox_id ? 'returnedMail.unknownWords' : 'returnedMail.unmatched';
}
