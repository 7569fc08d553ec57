// Which finding about a sender is shown, and where something can be done about it.
import type { Tone } from '@/components/status/StatusDot';
import type { SeenByReceiver, SenderCheck } from '@/lib/api/types';

type Found = Pick<SenderCheck, 'points'>;
type Point = SenderCheck['points'][number];

/** The gravest that is wrong; the server sends them in that order. */
export function gravest({ points }: Found): Point | undefined {
  return points.find(({ level }) => level !== 'pass');
}

/** The sender among several whose mail fares worst, with what is wrong there. */
export function worst<F extends Found>(found: F[]): { check: F; point: Point } | undefined {
  const wrong = found.flatMap((check) => {
    const point = gravest(check);
    return point ? [{ check, point }] : [];
  });
  return wrong.find(({ point }) => point.level === 'refuse') ?? wrong[0];
}

/** The colour of one thing that a receiver looks at: what nobody here knows is neither good nor bad. */
export function toneOf({ sighting, level }: SeenByReceiver['sights'][number]): Tone {
  if (level === 'refuse') return 'bad';
  if (level === 'warn') return 'wait';
  return sighting === 'passes' ? 'good' : 'quiet';
}

export type Cure = '/settings/sender-domains' | '/settings/outgoing' | '/profile/outgoing';

/** Under which words each page is offered. */
export const CURE_WORDS = {
  '/settings/sender-domains': 'domains',
  '/settings/outgoing': 'outgoing',
  '/profile/outgoing': 'own',
} as const satisfies Record<Cure, string>;

/** What the outgoing server's settings mend. */
const OF_SERVER: ReadonlySet<Point['point']> = new Set(['free_mail', 'host_name_differs', 'unencrypted']);

/** The page on which it is mended, for those who may open it. */
export function cureOf(point: Point['point'], who: { own: boolean; maySet: boolean }): Cure | null {
  if (who.own && (point === 'free_mail' || point === 'unencrypted')) return '/profile/outgoing';
  // A name that DNS does not know is mended where it was typed.
  if (!who.maySet || point === 'no_such_domain') return null;
  return OF_SERVER.has(point) ? '/settings/outgoing' : '/settings/sender-domains';
}
