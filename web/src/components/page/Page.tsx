import { Fragment, type ReactNode } from 'react';
import { Help } from '../help/Help';
import classes from './Page.module.css';

type Props = {
  title: ReactNode;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** What the page is for, and what one does with it; shown when it is asked for. */
  help?: string;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** `fill`: the content scrolls by itself (lists); `scroll`: the page scrolls (forms). */
  body?: 'fill' | 'scroll';
  children: ReactNode;
};

/** A page of the application: its title, its actions, its content. */
export function Page({ title, lead, help, actions, body = 'scroll', children }: Props) {
  return (
    <div className={classes.page} data-body={body}>
      <header className={classes.header}>
        <div className={classes.titles} data-lead={lead ? true : undefined}>
          <div className={classes.heading}>
            <h1 className={classes.title}>{typeof title === 'string' ? words(title) : title}</h1>
            {help && <Help name={String(title)}>{help}</Help>}
          </div>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.body}>{children}</div>
    </div>
  );
}

/** A title breaks between its words alone. */
function words(title: string): ReactNode[] {
  return title.split(' ').map((word, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a title keep their places
    <Fragment key={at}>
      {at > 0 && ' '}
      <span className={classes.word}>{word}</span>
    </Fragment>
  ));
}
