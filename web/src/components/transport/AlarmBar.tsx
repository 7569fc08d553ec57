import type { ReactNode } from 'react';
import { IconAlert } from '@/components/icons';
import classes from './AlarmBar.module.css';

type Props = { label: string; text: string; link: ReactNode };

/** What must be known on every page, and the way to where it is mended. */
export function AlarmBar({ label, text, link }: Props) {
  return (
    <section className={classes.bar} role="alert" aria-label={label}>
      <IconAlert size={18} aria-hidden />
      <p className={classes.text}>
        <strong>{label}</strong> {text}
      </p>
      {link}
    </section>
  );
}
