import { Drawer } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IncidentAlarm } from '@/features/blocked-addresses/components/IncidentAlarm';
import { MailboxAlarms } from '@/features/mailboxes/components/MailboxAlarms';
import { OwnTransportAlarm } from '@/features/profile/components/OwnTransportAlarm';
import { SearchPalette } from '@/features/search/components/SearchPalette';
import { SenderDomainAlarms } from '@/features/sender-domains/components/SenderDomainAlarms';
import { DomainTransportAlarm } from '@/features/settings/components/transport/DomainTransportAlarm';
import { TransportAlarm } from '@/features/settings/components/transport/TransportAlarm';
import { useLive } from '@/lib/live/use-live';
import { SessionProvider } from '@/lib/session/SessionContext';
import { sessionQuery } from '@/lib/session/session-query';
import { useShortcuts } from '@/lib/shortcuts/use-shortcuts';
import { mayOpen, maySeeCases, settingsPlaces } from '../places';
import { shellRoute } from '../routes/root';
import { BottomBar } from './BottomBar';
import { KeyboardHelp } from './KeyboardHelp';
import { Navigation } from './Navigation';
import { NotFoundPage } from './NotFoundPage';
import classes from './Shell.module.css';
import { TopBar } from './TopBar';
import { usePreferences } from './use-preferences';

/** The frame around every page: navigation, search, live updates, keyboard. */
export function Shell() {
  const entered = shellRoute.useRouteContext().session;
  // The session changes while the shell stands: another language, other rights.
  const session = useQuery(sessionQuery).data ?? entered;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const connected = useLive();
  const [searchShown, search] = useDisclosure(false);
  const maySearch = maySeeCases(session.rights);
  const mayWrite = maySearch;
  const maySet = settingsPlaces(session.rights).length > 0;
  const [helpShown, help] = useDisclosure(false);
  const [menuShown, menu] = useDisclosure(false);
  const place = useRouterState({ select: (state) => state.location.pathname });
  usePreferences(session.user);
  // Whatever is chosen closes the menu, also the place that is shown already, and the same with another question.
  const router = useRouter();
  const closeMenu = menu.close;
  useEffect(() => router.subscribe('onBeforeNavigate', closeMenu), [router, closeMenu]);
  useShortcuts({
    '/': () => maySearch && search.open(),
    '?': help.open,
    'g c': () => void navigate({ to: '/cases' }),
    'g e': () => void navigate({ to: '/email' }),
    'g s': () => maySet && void navigate({ to: '/settings' }),
    'g n': () => mayWrite && void navigate({ to: '/cases/start' }),
    'g p': () => void navigate({ to: '/profile' }),
  });
  useHotkeys([['mod+K', () => maySearch && search.toggle()]], []);
  return (
    <SessionProvider session={session}>
      <a href="#main" className={classes.skip}>
        {t('app.skip')}
      </a>
      <div className={classes.shell}>
        <aside className={classes.side}>
          <Navigation />
        </aside>
        <TopBar connected={connected} onSearch={search.open} onHelp={help.open} />
        <main id="main" className={classes.main} tabIndex={-1}>
          <MailboxAlarms />
          <TransportAlarm />
          <DomainTransportAlarm />
          <OwnTransportAlarm />
          <SenderDomainAlarms />
          <IncidentAlarm />
          {mayOpen(place, session.rights) ? <Outlet /> : <NotFoundPage />}
        </main>
        <BottomBar onMore={menu.open} />
      </div>
      <Drawer
        opened={menuShown}
        onClose={menu.close}
        size="17rem"
        title={t('nav.label')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Navigation bare />
      </Drawer>
      <SearchPalette opened={searchShown} onClose={search.close} />
      <KeyboardHelp opened={helpShown} onClose={help.close} />
    </SessionProvider>
  );
}
