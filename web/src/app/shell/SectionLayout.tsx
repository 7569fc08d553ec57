import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './SectionLayout.module.css';

/** A screen of several parts: the links to them, and the part that is shown. */
export function SectionLayout({ tabs }: { tabs: ReactNode }) {
  return (
    <div className={classes.section}>
      {tabs}
      <div className={classes.part}>
        <Outlet />
      </div>
    </div>
  );
}
