// Where the owner of an address has moved to, as what came back from it says.
import type { ReturnedMail } from '@/lib/api/types';

/** The newest new address that words name; nothing where the newest return says something else of the address. */
export function movedTo(history: Pick<ReturnedMail, 'new_address'>[]): string | null {
  return history[0]?.new_address ?? null;
}
