import { useTranslation } from 'react-i18next';
import { StatusDot } from '@/components/status/StatusDot';
import type { SeenByReceiver } from '@/lib/api/types';
import { toneOf } from './cure';
import classes from './Seen.module.css';

type Props = {
  seen: SeenByReceiver;
};

/** The five things that a receiver looks at, each with what he finds. */
export function Seen({ seen }: Props) {
  const { t } = useTranslation();
  if (seen.sights.length === 0) return <p className={classes.lead}>{t('senderCheck.seen.nothing')}</p>;
  return (
    <div>
      <p className={classes.lead}>{t('senderCheck.seen.lead', { address: seen.from })}</p>
      <dl className={classes.sights}>
        {seen.sights.map((sight) => (
          <div key={sight.aspect} className={classes.sight}>
            <dt>
              <StatusDot tone={toneOf(sight)}>{t(`senderCheck.seen.name.${sight.aspect}`)}</StatusDot>
            </dt>
            <dd>
              {t(`senderCheck.seen.${sight.aspect}.${sight.sighting}`)}
              {sight.aspect === 'tls' && seen.plain > 0 && (
                <> {t('senderCheck.seen.plain', { plain: seen.plain, count: seen.attempts })}</>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
