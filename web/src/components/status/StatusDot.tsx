import type { ReactNode } from 'react';
import type { Colour } from '@/lib/api/types';
import classes from './StatusDot.module.css';

/** What a state means for the reader: its colour. */
export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'quiet';

type Props = {
  tone: Tone;
  /** A colour that the organisation chose; the shape is the tone's still. */
  colour?: Colour;
  children: ReactNode;
};

/** A state as a shape, a colour and a word, so that colour is never alone. */
export function StatusDot({ tone, colour, children }: Props) {
  return (
    <span className={classes.status} data-tone={tone} data-colour={colour}>
      <span className={classes.dot} aria-hidden />
      <span className={classes.word}>{children}</span>
    </span>
  );
}
