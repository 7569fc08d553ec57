// What the pictures of reports are made of.
import type { Tone } from '@/components/status/StatusDot';
import type { ReportedSource, SenderDomainReports } from '@/lib/api/types';

type Day = SenderDomainReports['days'][number];

/** One bar: a day or a week from this date on. */
export type Bar = { day: string; counted: number; good: number };

const DAY_MS = 24 * 3600 * 1000;
/** More bars than this cannot be told apart; then each is a week. */
const BARS_MAX = 92;

/** A bar for each day or week from the first day to the last, those without a report among them. */
export function barsOf(days: Day[], first: string, last: string): { bars: Bar[]; step: 'day' | 'week' } {
  const begin = Date.parse(first);
  const count = Math.round((Date.parse(last) - begin) / DAY_MS) + 1;
  const width = count > BARS_MAX ? 7 : 1;
  const bars = Array.from({ length: Math.ceil(count / width) }, (_, at) => ({
    day: new Date(begin + at * width * DAY_MS).toISOString().slice(0, 10),
    counted: 0,
    good: 0,
  }));
  for (const { day, counted, good } of days) {
    const bar = bars[Math.floor((Date.parse(day) - begin) / DAY_MS / width)];
    if (!bar) continue;
    bar.counted += counted;
    bar.good += good;
  }
  return { bars, step: width === 7 ? 'week' : 'day' };
}

/** A part of a whole in percent, never rounded up to all of it. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 100) / whole);
}

/** The name that a source is shown under. */
export function nameOf(source: Pick<ReportedSource, 'known_as' | 'host' | 'network'>): string {
  return source.known_as || source.host || source.network;
}

export const SOURCE_TONES = {
  ours: 'good',
  authorised: 'good',
  forwarder: 'quiet',
  partly: 'wait',
  unproved: 'bad',
  known: 'wait',
  unknown: 'bad',
} as const satisfies Record<ReportedSource['standing'], Tone>;

export const ADVICE_TONES = {
  no_reports: 'quiet',
  too_few: 'quiet',
  look_at_sources: 'wait',
  tighten: 'busy',
  all_well: 'good',
} as const satisfies Record<SenderDomainReports['advice'], Tone>;
