import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { IconEmail, IconMenu, IconMessage, IconUser } from '@/components/icons';
import { useSession } from '@/lib/session/SessionContext';
import { emailPlaces, maySeeCases } from '../places';
import classes from './BottomBar.module.css';

type Entry = {
  to: string;
  text: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  shown: boolean;
};

/** The navigation on a phone: within the thumb's reach; the whole menu is behind "More". */
export function BottomBar({ onMore }: { onMore: () => void }) {
  const { t } = useTranslation();
  const { rights } = useSession();
  const entries: Entry[] = [
    { to: '/cases', text: t('nav.cases'), icon: IconMessage, shown: maySeeCases(rights) },
    { to: '/email', text: t('nav.email'), icon: IconEmail, shown: emailPlaces(rights).length > 0 },
    { to: '/profile', text: t('nav.profile'), icon: IconUser, shown: true },
  ];
  return (
    <nav className={classes.bar} aria-label={t('nav.label')}>
      {entries
        .filter((entry) => entry.shown)
        .map(({ to, text, icon: Icon }) => (
          <Link key={to} to={to} className={classes.item} activeProps={{ 'data-active': true }}>
            <Icon size={22} stroke={1.6} />
            {text}
          </Link>
        ))}
      <UnstyledButton className={classes.item} onClick={onMore} aria-haspopup="dialog">
        <IconMenu size={22} stroke={1.6} />
        {t('nav.more')}
      </UnstyledButton>
    </nav>
  );
}
