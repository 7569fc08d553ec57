// Whether outgoing mail waits for a person: the server's provider gives no tokens until somebody acts.
import type { Transport } from '@/lib/api/types';

/** What keeps the mail back, by the names of an OAuth sign-in's states; nothing where it leaves. */
export function whatStops(
  transport: Transport | undefined,
): 'none' | 'revoked' | 'secret_expired' | undefined {
  if (!transport?.own || transport.kind !== 'relay' || !transport.oauth_application_id) return undefined;
  const state = transport.oauth?.state ?? 'none';
  return state === 'none' || state === 'revoked' || state === 'secret_expired' ? state : undefined;
}
