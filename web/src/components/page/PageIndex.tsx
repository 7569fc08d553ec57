import { Button, Menu } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown } from '../icons';
import classes from './PageIndex.module.css';

export type PageGroup = { label: string; parts: { to: string; label: string }[] };

type Props = { label: string; groups: PageGroup[] };

/** Links to the parts of a page that has too many for a row of tabs: beside it, or behind a button. */
export function PageIndex({ label, groups }: Props) {
  const list = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  // The list may be longer than the window: where one is must be in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place marks another link
  useEffect(() => {
    list.current?.querySelector('a[data-active]')?.scrollIntoView?.({ block: 'nearest' });
  }, [path]);
  return (
    <nav ref={list} className={classes.index} aria-label={label}>
      <Chooser groups={groups} />
      <div className={classes.groups}>
        {groups.map((group) => (
          <Group key={group.label} group={group} />
        ))}
      </div>
    </nav>
  );
}

function Group({ group }: { group: PageGroup }) {
  const id = useId();
  return (
    <div>
      <p id={id} className={classes.heading}>
        {group.label}
      </p>
      <ul className={classes.parts} aria-labelledby={id}>
        {group.parts.map(({ to, label }) => (
          <li key={to}>
            <Link to={to} className={classes.part} activeProps={{ 'data-active': true }}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Where there is no room beside the page: the part that is shown, and the others below it. */
function Chooser({ groups }: { groups: PageGroup[] }) {
  const { t } = useTranslation();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const parts = groups.flatMap((group) => group.parts);
  const shown = parts.find(({ to }) => path === to || path.startsWith(`${to}/`));
  return (
    <div className={classes.chooser}>
      <Menu position="bottom-start" width="target">
        <Menu.Target>
          <Button
            variant="default"
            fullWidth
            justify="space-between"
            rightSection={<IconChevronDown size={16} />}
          >
            {shown?.label ?? t('nav.settings')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.choices}>
          {groups.map((group) => [
            <Menu.Label key={group.label}>{group.label}</Menu.Label>,
            ...group.parts.map(({ to, label }) => (
              <Menu.Item
                key={to}
                data-active={to === shown?.to || undefined}
                renderRoot={(props) => <Link to={to} {...props} />}
              >
                {label}
              </Menu.Item>
            )),
          ])}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
