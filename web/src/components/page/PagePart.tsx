import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemView } from '../problem/ProblemView';
import { LoadingRows } from '../states/LoadingRows';
import classes from './PagePart.module.css';

type Props<T> = {
  title: string;
  lead: string;
  /** What the part shows, and how much room it takes until it is there. */
  query: UseQueryResult<T>;
  rows: number;
  children: (found: T) => ReactNode;
};

/** A further concern of a page, below the first one. */
export function PagePart<T>({ title, lead, query, rows, children }: Props<T>) {
  return (
    <section>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.lead}>{lead}</p>
      {query.isPending && <LoadingRows rows={rows} height={48} />}
      {query.isError && <ProblemView error={query.error} />}
      {query.data !== undefined && children(query.data)}
    </section>
  );
}
