import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './SectionLayout.module.css';

type Props = {
  /** The links to the parts. */
  tabs: ReactNode;
  /** Where they stand when there is room: above the part, or beside it. */
  at?: 'above' | 'beside';
};

/** A screen of several parts: the links to them, and the part that is shown. */
export function SectionLayout({ tabs, at = 'above' }: Props) {
  return (
    <div className={classes.section} data-at={at}>
      {tabs}
      <div className={classes.part}>
        <Outlet />
      </div>
    </div>
  );
}
