import { ActionIcon, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Brand } from '@/components/brand/Brand';
import { IconKeyboard, IconOffline } from '@/components/icons';
import { JobTray } from '@/features/jobs/components/JobTray';
import { Bell } from '@/features/notices/components/Bell';
import { useSession } from '@/lib/session/SessionContext';
import { maySeeCases } from '../places';
import { LanguageMenu } from './LanguageMenu';
import { SearchBox } from './SearchBox';
import { ThemeMenu } from './ThemeMenu';
import classes from './TopBar.module.css';
import { UserMenu } from './UserMenu';

type Props = { connected: boolean; onSearch: () => void; onHelp: () => void };

/** Above every page: search, and what concerns the user. */
export function TopBar({ connected, onSearch, onHelp }: Props) {
  const { t } = useTranslation();
  const { rights } = useSession();
  return (
    <header className={classes.bar}>
      <Link to="/" className={classes.brand} aria-label={t('app.name')}>
        <Brand />
      </Link>
      <div className={classes.search}>{maySeeCases(rights) && <SearchBox onOpen={onSearch} />}</div>
      <div className={classes.tools}>
        <span role="status">
          {!connected && (
            <Tooltip label={t('shell.offline')}>
              <span className={classes.offline}>
                <IconOffline size={18} aria-label={t('shell.offline')} />
              </span>
            </Tooltip>
          )}
        </span>
        <JobTray />
        {maySeeCases(rights) && <Bell />}
        <Tooltip label={t('shell.help')}>
          <ActionIcon size="lg" className={classes.wide} aria-label={t('shell.help')} onClick={onHelp}>
            <IconKeyboard size={19} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <LanguageMenu />
        <ThemeMenu />
        <UserMenu />
      </div>
    </header>
  );
}
