import type { ReactNode } from 'react';
import { readable } from '@/lib/format/domain-name';
import classes from './Facts.module.css';

/** Names and values, one pair a line. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? readable(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}
