// How jobs that this window began are taken back: whoever stops one, wherever that is, gets back what he wrote.

/** Of more than these the oldest are only stopped. */
const JOBS_MAX = 20;

const ways = new Map<string, () => Promise<void>>();

/** `takeBack` tells by itself what became of it, and does not reject. */
export function offerWayBack(job: string, takeBack: () => Promise<void>) {
  ways.set(job, takeBack);
  for (const oldest of [...ways.keys()].slice(0, -JOBS_MAX)) ways.delete(oldest);
}

/** The way back of a job that was begun here; it is gone once. */
export function wayBackOf(job: string): (() => Promise<void>) | undefined {
  return ways.get(job);
}

export function endWayBack(job: string) {
  ways.delete(job);
}
