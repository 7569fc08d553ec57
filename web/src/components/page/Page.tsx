import type { ReactNode } from 'react';
import classes from './Page.module.css';

type Props = {
  title: ReactNode;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** `fill`: the content scrolls by itself (lists); `scroll`: the page scrolls (forms). */
  body?: 'fill' | 'scroll';
  children: ReactNode;
};

/** A page of the application: its title, its actions, its content. */
export function Page({ title, lead, actions, body = 'scroll', children }: Props) {
  return (
    <div className={classes.page} data-body={body}>
      <header className={classes.header}>
        <div className={classes.titles}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.body}>{children}</div>
    </div>
  );
}
