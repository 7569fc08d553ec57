import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { OutboxPictureRow, OutboxPicture as Picture } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { useOutboxPicture } from '../api/get-outbox-picture';
import { AnotherWay } from './AnotherWay';
import classes from './OutboxPicture.module.css';
import { SingleWaits } from './SingleWaits';

export type Place = { domain?: string; age?: string };
type Props = { place: Place; onChoose: (place: Place) => void };

/** What waits, as a table: a row for each domain, a column for each age; a number shows its mail in the list. */
export function OutboxPicture(props: Props) {
  const { t } = useTranslation();
  const found = useOutboxPicture(true);
  return (
    <section className={classes.picture} aria-label={t('outbox.picture.title')}>
      {found.isPending && <LoadingRows rows={4} height={32} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <SingleWaits single={found.data.single} />}
      {found.data?.rows.length === 0 && <p className={classes.lead}>{t('outbox.picture.empty')}</p>}
      {found.data && found.data.rows.length > 0 && <Table picture={found.data} {...props} />}
    </section>
  );
}

function Table({ picture, ...props }: Props & { picture: Picture }) {
  const { t } = useTranslation();
  const most = Math.max(...picture.rows.flatMap((row) => row.counts));
  return (
    <>
      <p className={classes.lead}>{t('outbox.picture.lead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div className={classes.scrolls} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col" className={classes.name}>
                {t('outbox.picture.domain')}
              </th>
              {picture.ages.map((age) => (
                <th key={age} scope="col" className={classes.age}>
                  {t(`outbox.picture.age.${age}`)}
                </th>
              ))}
              <th scope="col" className={classes.age}>
                {t('outbox.picture.all')}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {picture.rows.map((row) => (
              <Row key={row.domain} row={row} ages={picture.ages} most={most} {...props} />
            ))}
          </tbody>
        </table>
      </div>
      {picture.more && <p className={classes.lead}>{t('outbox.picture.more')}</p>}
    </>
  );
}

type RowProps = Props & { row: OutboxPictureRow; ages: Picture['ages']; most: number };

function Row({ row, ages, most, place, onChoose }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = row.counts.reduce((sum, count) => sum + count, 0);
  const isHere = (age?: string) => place.domain === row.domain && place.age === age;
  return (
    <tr>
      <th scope="row" className={classes.name}>
        {readable(row.domain)}
        {row.parked_reason && row.parked_until && (
          <span className={classes.parked}>
            {t(`outbox.picture.parked.${row.parked_reason}`, { when: format.relative(row.parked_until) })}
          </span>
        )}
      </th>
      {ages.map((age, at) => {
        const count = row.counts[at] ?? 0;
        const label = t('outbox.picture.cell', {
          domain: row.domain,
          age: t(`outbox.picture.age.${age}`),
          shown: format.count(count),
        });
        return (
          <td key={age}>
            {count > 0 && (
              <button
                type="button"
                className={classes.count}
                style={{ '--heat': `${heat(count, most, at)}%` } as CSSProperties}
                aria-label={label}
                aria-pressed={isHere(age)}
                onClick={() => onChoose({ domain: row.domain, age })}
              >
                {format.count(count)}
              </button>
            )}
          </td>
        );
      })}
      <td>
        <button
          type="button"
          className={classes.count}
          aria-label={t('outbox.picture.cell', {
            domain: row.domain,
            age: t('outbox.picture.all'),
            shown: format.count(all),
          })}
          aria-pressed={isHere()}
          onClick={() => onChoose({ domain: row.domain })}
        >
          {format.count(all)}
        </button>
      </td>
      <td className={classes.act}>
        {row.parked_reason && row.parked_reason !== 'rate' && (
          <AnotherWay
            size="compact-xs"
            label={`${t('outbox.way.action')}: ${row.domain}`}
            which={{ request: { domain: row.domain }, shown: t('outbox.way.allFor', { domain: row.domain }) }}
          />
        )}
      </td>
    </tr>
  );
}

/** How warm a number is, per cent: more mail is warmer, and so is older mail. */
export function heat(count: number, most: number, age: number): number {
  const much = Math.log1p(count) / Math.log1p(Math.max(most, 1));
  return Math.round(6 + much * (10 + age * 5));
}
