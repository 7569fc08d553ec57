import { describe, expect, it } from 'vitest';
import { absenceOf, dayOf, daysOf } from './days-away';

describe('an absence in days', () => {
  it('lasts to the end of its last day', () => {
    const absence = absenceOf('2026-12-21', '2027-01-01', '7');
    expect(absence).not.toBeNull();
    expect(dayOf(new Date(absence?.until ?? 0))).toBe('2027-01-02');
    expect(absence?.substitute_id).toBe('7');
  });

  it('is shown as the days that were chosen, over the change of the hour too', () => {
    for (const [first, last] of [
      ['2026-03-28', '2026-03-29'],
      ['2026-10-25', '2026-10-25'],
      ['2026-07-01', '2026-07-31'],
    ] as const) {
      const absence = absenceOf(first, last, null);
      expect(absence && daysOf(absence)).toEqual({ first, last });
    }
  });

  it('is none without its days', () => {
    expect(absenceOf('', '2026-07-31', null)).toBeNull();
    expect(absenceOf('2026-07-01', '', null)).toBeNull();
  });
});
