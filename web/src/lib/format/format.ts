// Dates, sizes and counts as people of each language write them.
import type { Language } from '@/lib/api/types';
import { LOCALES } from '@/lib/i18n/language';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const cache = new Map<string, Intl.DateTimeFormat>();

function dates(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = cache.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], options);
  cache.set(key, known);
  return known;
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

/** Short, for lists: the time today, weekday and time this week, the day this year, else the date. */
export function shortInstant(at: Date, now: Date, language: Language): string {
  if (sameDay(at, now)) return dates(language, { hour: '2-digit', minute: '2-digit' }).format(at);
  const age = now.getTime() - at.getTime();
  if (age > 0 && age < 6 * DAY_MS) {
    return dates(language, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
  }
  if (at.getFullYear() === now.getFullYear()) {
    return dates(language, { day: 'numeric', month: 'short' }).format(at);
  }
  return dates(language, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** In full: day, month, year and time. */
export function fullInstant(at: Date, language: Language): string {
  return dates(language, { dateStyle: 'long', timeStyle: 'short' }).format(at);
}

/** To the second, for timelines and logs. */
export function exactInstant(at: Date, language: Language): string {
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return dates(language, { ...day, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** A day alone. */
export function fullDay(at: Date, language: Language): string {
  return dates(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** A month alone. */
export function month(at: Date, language: Language): string {
  return dates(language, { month: 'long', year: 'numeric' }).format(at);
}

/** How far away, in words: "5 minutes ago", "in 2 hours"; from two months on in months, then in years. */
export function relative(at: Date, now: Date, language: Language): string {
  const words = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' });
  const away = at.getTime() - now.getTime();
  const distance = Math.abs(away);
  if (distance < 45_000) return words.format(0, 'second');
  if (distance < HOUR_MS) return words.format(Math.round(away / MINUTE_MS), 'minute');
  if (distance < DAY_MS) return words.format(Math.round(away / HOUR_MS), 'hour');
  // Spoken Norwegian counts days; the word that the browser takes is one of timetables.
  if (distance < 60 * DAY_MS)
    return words.format(Math.round(away / DAY_MS), 'day').replace(/\bdøgn\b/, 'dager');
  if (distance < 730 * DAY_MS) return words.format(Math.round(away / (30.44 * DAY_MS)), 'month');
  return words.format(Math.round(away / (365.25 * DAY_MS)), 'year');
}

/** Octets in kB and MB, as file managers write them. */
export function octets(size: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const number = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value);
  return `${number} ${units[unit]}`;
}

/** A whole number with the language's separators. */
export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** A short time: milliseconds under a second, then seconds. */
export function duration(ms: number, language: Language): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(ms / 1000);
  return `${seconds} s`;
}

/** A long time in the largest unit that says it shortly: minutes, hours, from two days on days. */
export function span(seconds: number, language: Language): string {
  const [unit, value] =
    seconds >= 48 * 3600
      ? (['day', seconds / 86_400] as const)
      : seconds >= 3600
        ? (['hour', seconds / 3600] as const)
        : (['minute', seconds / 60] as const);
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(LOCALES[language], style).format(value);
}
