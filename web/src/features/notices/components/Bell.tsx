import { ActionIcon, Indicator, Popover, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconBell } from '@/components/icons';
import { useNewestNotices, useReadNotices } from '../api/notices';
import classes from './Bell.module.css';
import { NoticeItem } from './NoticeItem';

/** Notices that the bell itself shows; the page has all. */
const SHOWN = 8;

/** What happened to cases that concern the user. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, shown] = useDisclosure(false);
  const { data } = useNewestNotices();
  const read = useReadNotices();
  const unread = data?.unread ?? 0;
  const label = unread > 0 ? t('notices.bell', { count: unread }) : t('notices.title');
  return (
    <Popover
      opened={opened}
      onChange={(on) => !on && shown.close()}
      position="bottom-end"
      width={380}
      shadow="lg"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <Indicator disabled={unread === 0} label={unread > 99 ? '99+' : unread} size={16} offset={6}>
            <ActionIcon size="lg" aria-label={label} onClick={shown.toggle}>
              <IconBell size={19} stroke={1.6} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notices.title')}>
        <div className={classes.head}>
          <h2 className={classes.title}>{t('notices.title')}</h2>
          {unread > 0 && (
            <button type="button" className={classes.all} onClick={() => read.mutate({ all: true })}>
              {t('notices.readAll')}
            </button>
          )}
        </div>
        {data?.rows.length === 0 && <p className={classes.none}>{t('notices.emptyHint')}</p>}
        <ul className={classes.items}>
          {data?.rows.slice(0, SHOWN).map((notice) => (
            <li key={notice.id}>
              <NoticeItem
                notice={notice}
                onOpen={({ id }) => {
                  shown.close();
                  read.mutate({ ids: [id] });
                }}
              />
            </li>
          ))}
        </ul>
        <div className={classes.foot}>
          <Link to="/notices" onClick={shown.close}>
            {t('notices.showAll')}
          </Link>
          <Link to="/profile/notifications" onClick={shown.close}>
            {t('notices.choose')}
          </Link>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
