/** The units that a deadline is written in, in minutes. */
export const UNITS = { minutes: 1, hours: 60, days: 24 * 60 } as const;
export type Unit = keyof typeof UNITS;

/** The largest unit in which a span is a whole number; hours where there is none yet. */
export function unitOf(minutes: number | null): Unit {
  if (minutes === null) return 'hours';
  if (minutes % UNITS.days === 0) return 'days';
  return minutes % UNITS.hours === 0 ? 'hours' : 'minutes';
}
