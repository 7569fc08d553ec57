import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Count } from '../status/Count';
import classes from './PageTabs.module.css';

export type PageTab = {
  to: string;
  label: string;
  /** A figure beside the name; `urgent` ones are coloured. */
  count?: number | null;
  urgent?: boolean;
  /** What the figure counts, for screen readers. */
  countLabel?: string;
};

/** On a phone, the part that is shown may lie beyond the edge, or get there when figures come. */
function useShowActive(tabs: PageTab[]) {
  const nav = useRef<HTMLElement>(null);
  const lengths = tabs.map(({ count }) => (count ? String(count).length : 0)).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: figures of another length move the tabs
  useEffect(() => {
    const active = nav.current?.querySelector('[data-active]');
    active?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [lengths]);
  return nav;
}

/** Links to the parts of a page. They are links, not tabs of a tab panel: each has its address. */
export function PageTabs({ label, tabs }: { label: string; tabs: PageTab[] }) {
  const nav = useShowActive(tabs);
  return (
    <nav ref={nav} className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          className={classes.tab}
          activeProps={{ 'data-active': true }}
          onFocus={(event) => event.currentTarget.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })}
        >
          {tab.label}
          <Count value={tab.count} urgent={tab.urgent} label={tab.countLabel} />
        </Link>
      ))}
    </nav>
  );
}
