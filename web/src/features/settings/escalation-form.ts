import type { EscalationLevel } from '@/lib/api/types';
import { UNITS, type Unit, unitOf } from './deadline';

/** Levels of one priority. */
export const LEVELS_MAX = 5;

/** A level as it is written in the form. */
export type LevelDraft = Omit<EscalationLevel, 'after_minutes'> & {
  /** Tells the drafts of one form apart. */
  key: number;
  amount: number | string;
  unit: Unit;
  before: boolean;
};

export function draftOf(level: EscalationLevel, key: number): LevelDraft {
  const { after_minutes, ...rest } = level;
  const minutes = Math.abs(after_minutes);
  const unit = minutes === 0 ? 'minutes' : unitOf(minutes);
  return { ...rest, key, amount: minutes / UNITS[unit], unit, before: after_minutes < 0 };
}

/** A new level tells the owner: the least that one wants. */
export function newDraft(key: number): LevelDraft {
  return {
    key,
    amount: 1,
    unit: 'hours',
    before: false,
    office_hours: false,
    tell: { owner: true, administrator: false, members: false, user_ids: [], addresses: [] },
    assign: 'keep',
    assign_to: null,
    raise_to: null,
  };
}

/** The levels as they are saved, the earliest first. */
export function levelsOf(drafts: LevelDraft[]): EscalationLevel[] {
  const saved = drafts.map(({ key: _key, amount, unit, before, ...rest }) => {
    const minutes = (typeof amount === 'number' ? amount : 0) * UNITS[unit];
    return { ...rest, after_minutes: before ? -minutes : minutes };
  });
  return saved.sort((one, other) => one.after_minutes - other.after_minutes);
}
