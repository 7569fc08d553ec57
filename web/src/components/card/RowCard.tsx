import type { ReactNode } from 'react';
import { readable } from '@/lib/format/domain-name';
import classes from './RowCard.module.css';

type Props = { title: ReactNode; time?: ReactNode; text: ReactNode; facts: ReactNode; more?: ReactNode };

/** A row of a list as a card on a phone: who and when, what, its facts, and a line more where there is one. */
export function RowCard({ title, time, text, facts, more }: Props) {
  return (
    <div className={classes.card}>
      <div className={classes.line}>
        <strong className={classes.cut}>{typeof title === 'string' ? readable(title) : title}</strong>
        {time && <span className={classes.time}>{time}</span>}
      </div>
      <strong className={classes.text}>{typeof text === 'string' ? readable(text) : text}</strong>
      <div className={classes.facts}>{facts}</div>
      {more && <div className={classes.more}>{more}</div>}
    </div>
  );
}
