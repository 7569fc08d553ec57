import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '@/components/brand/Brand';
import {
  IconEdit,
  IconEmail,
  IconMessage,
  IconPlus,
  IconSettings,
  IconUser,
  IconUsers,
} from '@/components/icons';
import { Count } from '@/components/status/Count';
import { useSession } from '@/lib/session/SessionContext';
import { emailPlaces, maySeeCases, settingsPlaces } from '../places';
import classes from './Navigation.module.css';
import { type Figure, useFigures } from './use-figures';

/** The main menu: only what the user's rights show. `bare`: without the brand, in a drawer. */
export function Navigation({ bare }: { bare?: boolean }) {
  const { t } = useTranslation();
  const { rights, organisation, demo, version } = useSession();
  const figures = useFigures();
  return (
    <nav className={classes.nav} aria-label={t('nav.label')} data-bare={bare || undefined}>
      {!bare && (
        <Link to="/" className={classes.brand}>
          <Brand organisation={organisation.name} />
        </Link>
      )}
      {maySeeCases(rights) && (
        <Link to="/cases/start" className={classes.write}>
          <IconPlus size={18} stroke={1.8} />
          {t('nav.newMail')}
        </Link>
      )}
      <ul className={classes.group}>
        {maySeeCases(rights) && (
          <Item to="/cases" icon={IconMessage} text={t('nav.cases')} {...figures['/cases']} />
        )}
        {maySeeCases(rights) && <Item to="/drafts" icon={IconEdit} text={t('nav.drafts')} />}
        {maySeeCases(rights) && <Item to="/people" icon={IconUsers} text={t('nav.people')} />}
        {emailPlaces(rights).length > 0 && (
          <Item to="/email" icon={IconEmail} text={t('nav.email')} {...figures['/email']} />
        )}
        {settingsPlaces(rights).length > 0 && (
          <Item to="/settings" icon={IconSettings} text={t('nav.settings')} />
        )}
        {bare && <Item to="/profile" icon={IconUser} text={t('profile.title')} />}
      </ul>
      <p className={classes.foot}>
        {demo && <strong title={t('app.demoHint')}>{t('app.demo')} · </strong>}
        {t('app.version', { version })}
      </p>
    </nav>
  );
}

type ItemProps = Figure & {
  to: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  text: string;
};

function Item({ to, icon: Icon, text, count, urgent, countLabel }: ItemProps) {
  return (
    <li>
      <Link to={to} className={classes.item} activeProps={{ 'data-active': true }}>
        <Icon size={19} stroke={1.7} />
        <span className={classes.text}>{text}</span>
        <Count value={count} urgent={urgent} label={countLabel} />
      </Link>
    </li>
  );
}
