import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { ReturnedMail } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import classes from './ReturnsOfAddress.module.css';

/** What came back from an address, the newest first, each with the words that decided. */
export function ReturnsOfAddress({ history }: { history: ReturnedMail[] }) {
  const { t } = useTranslation();
  if (history.length === 0) return <p className={classes.none}>{t('blockedAddresses.noReturns')}</p>;
  return (
    <section>
      <h3 className={classes.heading}>{t('blockedAddresses.history')}</h3>
      <ol className={classes.list}>
        {history.map((one) => (
          <li key={`${one.at}-${one.outbox_id ?? one.intake_id}`} className={classes.item}>
            <span className={classes.line}>
              <strong>{textOf(`returns.class.${one.class}`) ?? t('returns.class.unclassified')}</strong>
              <Time at={one.at} />
            </span>
            <span className={classes.words}>{one.words || one.matched}</span>
            <span className={classes.meta}>
              {textOf(`blockedAddresses.source.${one.source}`)}
              {' · '}
              {one.counted ? t('blockedAddresses.counted') : t('blockedAddresses.notCounted')}
              {' · '}
              {t('blockedAddresses.rule', { rule: one.rule })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
