import { useTranslation } from 'react-i18next';
import type { Retries } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import classes from './RetrySchedule.module.css';

/** The waits between attempts, the present one marked, and when it is given up. */
export function RetrySchedule({ retries, attempts = 0 }: { retries: Retries; attempts?: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { waits_s, lifetime_s } = retries;
  const now = attempts > 0 ? Math.min(attempts, waits_s.length) - 1 : -1;
  return (
    <div className={classes.schedule}>
      <p className={classes.lead}>{t('retries.lead')}</p>
      <ol className={classes.waits}>
        {waits_s.map((wait, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a wait is named by its place alone
          <li key={index} aria-current={index === now ? 'step' : undefined}>
            {format.span(wait)}
          </li>
        ))}
      </ol>
      <p className={classes.lead}>
        {t('retries.end', {
          last: format.span(waits_s.at(-1) ?? 0),
          lifetime: format.span(lifetime_s),
        })}
      </p>
    </div>
  );
}
