// The part of a form that says when somebody is away: its values, and what is wrong with them.
import type { TFunction } from 'i18next';
import type { Absence } from '@/lib/api/types';
import { absenceOf, daysOf } from '@/lib/time/days-away';
import type { Faults } from '../form/use-form';

/** The first and the last day, as date fields have them, and who stands in. */
export type AwayValues = { from: string; until: string; substitute_id: string | null };

const NOT_AWAY: AwayValues = { from: '', until: '', substitute_id: null };

/** The values of an absence that is not over yet. */
export function awayValues(absence: Absence | null, now: Date): AwayValues {
  if (!absence || new Date(absence.until) <= now) return NOT_AWAY;
  const { first, last } = daysOf(absence);
  return { from: first, until: last, substitute_id: absence.substitute_id ?? null };
}

/** What is wrong, by field: an absence has both its days, in their order, or none. */
export function awayFaults({ from, until, substitute_id }: AwayValues, t: TFunction): Faults<AwayValues> {
  const wanted = Boolean(from || until || substitute_id);
  if (wanted && !from) return { from: t('absence.needsBoth') };
  if (wanted && !until) return { until: t('absence.needsBoth') };
  return { until: wanted && until < from ? t('absence.backwards') : undefined };
}

/** What is saved; null where nobody is away. */
export function awayOf({ from, until, substitute_id }: AwayValues): Absence | null {
  return absenceOf(from, until, substitute_id);
}
