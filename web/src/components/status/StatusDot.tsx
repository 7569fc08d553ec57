import type { ReactNode } from 'react';
import classes from './StatusDot.module.css';

/** What a state means for the reader: its colour. */
export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'quiet';

/** A state as a shape, a colour and a word, so that colour is never alone. */
export function StatusDot({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.status} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {children}
    </span>
  );
}
