// Whether outgoing mail waits, or soon will: the server takes none, or its provider gives no tokens until somebody acts.
import type { Transport } from '@/lib/api/types';
import { standingOf } from '@/lib/oauth/standing';

/** By the names of an OAuth sign-in's states. */
export type Stops = 'none' | 'revoked' | 'secret_expired' | 'expiring' | 'ended' | 'failing' | 'no_password';

/** What keeps the mail back; nothing where it leaves and goes on leaving. */
export function whatStops(transport: Transport | undefined): Stops | undefined {
  if (!transport?.own || transport.kind !== 'relay') return undefined;
  const failing = transport.failing ? 'failing' : undefined;
  if (!transport.oauth_application_id) {
    // Nobody signs in there with half of what it takes: the mail waits, whether any was tried yet or not.
    return transport.username && !transport.has_password ? 'no_password' : failing;
  }
  const state = transport.oauth ? standingOf(transport.oauth) : 'none';
  if (state === 'none' || state === 'revoked' || state === 'secret_expired') return state;
  return failing ?? (state === 'expiring' || state === 'ended' ? state : undefined);
}

/** Which words an alarm begins with: a sign-in that ran out, one that will, or anything else. */
export function alarmOf(stops: Stops): 'Over' | 'Soon' | 'Label' {
  if (stops === 'ended') return 'Over';
  return stops === 'expiring' ? 'Soon' : 'Label';
}
