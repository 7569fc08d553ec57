// How a sign-in with a provider stands for whoever reads it.
import type { OauthGrant } from '@/lib/api/types';

/** What the server says of it, and that its day is past, which the server cannot know before the provider says no. */
export type Standing = OauthGrant['state'] | 'ended';

export function standingOf(
  { state, ends_at }: Pick<OauthGrant, 'state' | 'ends_at'>,
  now = Date.now(),
): Standing {
  return state === 'expiring' && ends_at !== null && Date.parse(ends_at) <= now ? 'ended' : state;
}
