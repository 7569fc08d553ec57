import type { ComponentType, ReactNode } from 'react';
import classes from './States.module.css';

type Props = {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  hint?: string;
  action?: ReactNode;
};

/** What is shown where nothing is: why, and what would fill it. */
export function EmptyState({ icon: Icon, title, hint, action }: Props) {
  return (
    <div className={classes.state}>
      <span className={classes.icon} aria-hidden>
        <Icon size={26} stroke={1.5} />
      </span>
      <p className={classes.title}>{title}</p>
      {hint && <p className={classes.hint}>{hint}</p>}
      {action}
    </div>
  );
}
