// Times at which people like their mail to leave, in the time of this device.

export type SendTime = { key: 'later' | 'afternoon' | 'tomorrow' | 'monday'; at: Date };

const MORNING_H = 8;
const AFTERNOON_H = 14;
const LATER_MS = 2 * 60 * 60_000;
/** Mail that leaves later on the day leaves while people are up: from here until then. */
const FIRST_H = 7;
const LAST_H = 21;
/** Times of a clock, as somebody would choose them. */
const ROUND_MS = 15 * 60_000;

/** The usual choices from now on: in some two hours while it is day, this afternoon, tomorrow, and Monday morning. */
export function sendTimes(now: Date): SendTime[] {
  const times: SendTime[] = [];
  const later = new Date(Math.ceil((now.getTime() + LATER_MS) / ROUND_MS) * ROUND_MS);
  const afternoon = onDay(now, 0, AFTERNOON_H);
  const isByDay = later >= onDay(now, 0, FIRST_H) && later <= onDay(now, 0, LAST_H);
  if (isByDay) times.push({ key: 'later', at: later });
  // About noon they are the same.
  if (later < afternoon) times.push({ key: 'afternoon', at: afternoon });
  times.push({ key: 'tomorrow', at: onDay(now, 1, MORNING_H) });
  const toMonday = (8 - now.getDay()) % 7 || 7;
  // On a Sunday tomorrow is Monday.
  if (toMonday > 1) times.push({ key: 'monday', at: onDay(now, toMonday, MORNING_H) });
  return times;
}

function onDay(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** An instant as `datetime-local` fields have it. */
export function toLocalField(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant of such a field; nothing while it is not filled in. */
export function fromLocalField(text: string): Date | undefined {
  const at = new Date(text);
  return text && !Number.isNaN(at.getTime()) ? at : undefined;
}
