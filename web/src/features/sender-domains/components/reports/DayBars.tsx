import { type CSSProperties, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SenderDomainReports } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { type Bar, barsOf, percent } from '../../reports';
import domain from '../SenderDomains.module.css';
import classes from './Reports.module.css';

type Props = {
  title: string;
  /** What the lower and the upper part of a bar stand for. */
  good: string;
  bad: string;
  days: SenderDomainReports['days'];
  span: Pick<SenderDomainReports, 'first_day' | 'last_day'>;
};

/** How much there was from day to day: bars for the eye, and the same figures as a table. */
export function DayBars({ title, good, bad, days, span }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bars, step } = useMemo(() => barsOf(days, span.first_day, span.last_day), [days, span]);
  const most = Math.max(1, ...bars.map((bar) => bar.counted));
  const all = bars.reduce((sum, bar) => sum + bar.counted, 0);
  const well = bars.reduce((sum, bar) => sum + bar.good, 0);
  const label = ({ day, counted, good: proved }: Bar) =>
    `${format.day(day)}: ${format.count(proved)} / ${format.count(counted)}`;
  return (
    <section>
      <h2 className={domain.title}>{title}</h2>
      <p className={domain.lead}>
        {t('domainReports.sum', { all: format.count(all), percent: percent(well, all), good })}
      </p>
      <div className={classes.bars} aria-hidden>
        {bars.map((bar) => (
          <OneBar key={bar.day} bar={bar} most={most} label={label(bar)} />
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{format.day(span.first_day)}</span>
        <span>{format.day(span.last_day)}</span>
      </div>
      <ul className={classes.legend}>
        <li data-part="good">{good}</li>
        <li data-part="bad">{bad}</li>
      </ul>
      <details className={classes.more}>
        <summary>{t(`domainReports.table.${step}`)}</summary>
        <table className={classes.table}>
          <thead className={classes.head}>
            <tr>
              <th scope="col">{t(`domainReports.column.${step}`)}</th>
              <th scope="col">{t('domainReports.column.all')}</th>
              <th scope="col">{good}</th>
              <th scope="col">{bad}</th>
            </tr>
          </thead>
          <tbody>
            {bars
              .filter((bar) => bar.counted > 0)
              .map((bar) => (
                <tr key={bar.day}>
                  <th scope="row">{format.day(bar.day)}</th>
                  <td>{format.count(bar.counted)}</td>
                  <td>{format.count(bar.good)}</td>
                  <td>{format.count(bar.counted - bar.good)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function OneBar({ bar, most, label }: { bar: Bar; most: number; label: string }) {
  const share = (count: number) => `${(count * 100) / most}%`;
  const parts = { '--good': share(bar.good), '--bad': share(bar.counted - bar.good) } as CSSProperties;
  return (
    <span className={classes.bar} style={parts} title={label}>
      <span data-part="bad" />
      <span data-part="good" />
    </span>
  );
}
