// An absence in days, as people say it: from the first to the last, in the time of the place.
import type { Absence } from '@/lib/api/types';

const two = (value: number) => String(value).padStart(2, '0');

/** The day of an instant, as a date field has it. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The first and the last day of an absence. */
export function daysOf({ from, until }: Pick<Absence, 'from' | 'until'>): { first: string; last: string } {
  // The end is the first instant behind the last day.
  return { first: dayOf(new Date(from)), last: dayOf(new Date(new Date(until).getTime() - 1)) };
}

/** The absence from the begin of the first day to the end of the last; null where a day is none. */
export function absenceOf(first: string, last: string, substitute_id: string | null): Absence | null {
  const from = new Date(`${first}T00:00:00`);
  const until = new Date(`${last}T00:00:00`);
  if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime())) return null;
  until.setDate(until.getDate() + 1);
  return { from: from.toISOString(), until: until.toISOString(), substitute_id };
}
