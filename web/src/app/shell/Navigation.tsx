import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '@/components/brand/Brand';
import {
  IconBlocked,
  IconEmail,
  IconFilter,
  IconInbox,
  IconMailbox,
  IconMessage,
  IconOutbox,
  IconPriority,
  IconRoles,
  IconServer,
  IconTag,
  IconUsers,
} from '@/components/icons';
import { Count } from '@/components/status/Count';
import { useSummary } from '@/lib/requests/summary';
import { useSession } from '@/lib/session/SessionContext';
import { emailPlaces, maySeeCases, settingsPlaces } from '../places';
import classes from './Navigation.module.css';

type Glyph = ComponentType<{ size?: number; stroke?: number }>;

const ICONS: Record<string, Glyph> = {
  '/email/mailboxes': IconMailbox,
  '/email/inbox': IconInbox,
  '/email/outbox': IconOutbox,
  '/email/blocked': IconBlocked,
  '/email/filters': IconFilter,
  '/settings/users': IconUsers,
  '/settings/roles': IconRoles,
  '/settings/categories': IconTag,
  '/settings/priorities': IconPriority,
  '/settings/outgoing': IconServer,
};

/** The main menu: only what the user's rights show. `bare`: without the brand, in a drawer. */
export function Navigation({ bare }: { bare?: boolean }) {
  const { t } = useTranslation();
  const { rights, organisation, demo, version } = useSession();
  const figures = useFigures();
  const email = emailPlaces(rights);
  const settings = settingsPlaces(rights);
  return (
    <nav className={classes.nav} aria-label={t('nav.label')} data-bare={bare || undefined}>
      {!bare && (
        <Link to="/" className={classes.brand}>
          <Brand organisation={organisation.name} />
        </Link>
      )}
      {maySeeCases(rights) && (
        <ul className={classes.group}>
          <Item to="/cases" icon={IconMessage} text={t('nav.cases')} {...figures['/cases']} />
        </ul>
      )}
      {email.length > 0 && <Group title={t('nav.email')} places={email} figures={figures} />}
      {settings.length > 0 && <Group title={t('nav.settings')} places={settings} figures={figures} />}
      <p className={classes.foot}>
        {demo && <strong title={t('app.demoHint')}>{t('app.demo')} · </strong>}
        {t('app.version', { version })}
      </p>
    </nav>
  );
}

type Figure = { count?: number | null; urgent?: boolean; countLabel?: string };
type Place = ReturnType<typeof emailPlaces>[number] | ReturnType<typeof settingsPlaces>[number];

function Group({
  title,
  places,
  figures,
}: {
  title: string;
  places: Place[];
  figures: Record<string, Figure>;
}) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={classes.group}>
        {places.map(({ to, text }) => (
          <Item key={to} to={to} icon={ICONS[to] ?? IconEmail} text={t(text)} {...figures[to]} />
        ))}
      </ul>
    </>
  );
}

type ItemProps = Figure & { to: string; icon: Glyph; text: string };

function Item({ to, icon: Icon, text, count, urgent, countLabel }: ItemProps) {
  return (
    <li>
      <Link to={to} className={classes.item} activeProps={{ 'data-active': true }}>
        <Icon size={18} stroke={1.7} />
        <span className={classes.text}>{text}</span>
        <Count value={count} urgent={urgent} label={countLabel} />
      </Link>
    </li>
  );
}

/** The figures beside the places: what is unread, and what failed before what waits. */
function useFigures(): Record<string, Figure> {
  const { t } = useTranslation();
  const summary = useSummary();
  if (!summary) return {};
  const queue = (failed: number | null, waiting: number | null): Figure => {
    if (failed) return { count: failed, urgent: true, countLabel: t('nav.failed', { count: failed }) };
    return { count: waiting, countLabel: t('nav.waiting', { count: waiting ?? 0 }) };
  };
  return {
    '/cases': {
      count: summary.unread_cases,
      countLabel: t('nav.unread', { count: summary.unread_cases ?? 0 }),
    },
    '/email/inbox': queue(summary.intake_failed, summary.intake_waiting),
    '/email/outbox': queue(summary.outbox_failed, summary.outbox_waiting),
    '/email/blocked': queue(null, summary.blocked),
  };
}
