import type { ReactNode } from 'react';
import classes from './RowCard.module.css';

type Props = { title: ReactNode; time?: ReactNode; text: ReactNode; facts: ReactNode };

/** A row of a list as a card on a phone: who and when, what, and its facts. */
export function RowCard({ title, time, text, facts }: Props) {
  return (
    <div className={classes.card}>
      <div className={classes.line}>
        <strong className={classes.cut}>{title}</strong>
        {time && <span className={classes.time}>{time}</span>}
      </div>
      <strong className={classes.cut}>{text}</strong>
      <div className={classes.facts}>{facts}</div>
    </div>
  );
}
