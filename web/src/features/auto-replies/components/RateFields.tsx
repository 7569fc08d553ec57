import { NumberInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AutoReplyRate } from '@/lib/api/types';
import classes from './AutoReplies.module.css';

type Props = {
  label: string;
  hint: string;
  value: AutoReplyRate;
  error?: string;
  onChange: (rate: AutoReplyRate) => void;
};

const number = (value: string | number) => Math.max(0, Math.round(Number(value) || 0));

/** How many at once, and how long until there is one more. */
export function RateFields({ label, hint, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset className={classes.rate} aria-describedby={`${id}-hint`}>
      <legend className={classes.rateLabel}>{label}</legend>
      <p id={`${id}-hint`} className={classes.hint}>
        {hint}
      </p>
      <div className={classes.rateFields}>
        <NumberInput
          label={t('autoReplies.burst')}
          min={1}
          max={10_000}
          allowDecimal={false}
          value={value.burst}
          onChange={(burst) => onChange({ ...value, burst: number(burst) })}
        />
        <NumberInput
          label={t('autoReplies.interval')}
          min={1}
          max={86_400}
          allowDecimal={false}
          suffix=" s"
          value={value.interval_s}
          onChange={(interval) => onChange({ ...value, interval_s: number(interval) })}
        />
      </div>
      {error && (
        <p className={classes.fault} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
