import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconBell, IconChecks } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import { useNotices, useReadNotices } from '../api/notices';
import { NoticeItem } from './NoticeItem';
import classes from './NoticesPage.module.css';

/** Everything that the user was told, newest first. */
export function NoticesPage() {
  const { t } = useTranslation();
  const found = useNotices();
  const read = useReadNotices();
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const first = found.data?.pages[0];
  const readAll = (
    <Button
      variant="default"
      leftSection={<IconChecks size={16} />}
      disabled={!first?.unread}
      onClick={() => read.mutate({ all: true })}
    >
      {t('notices.readAll')}
    </Button>
  );
  return (
    <Page title={t('notices.title')} lead={t('notices.lead')} actions={readAll}>
      {first?.mail_paused_until && (
        <p className={classes.paused} role="status">
          {t('notices.mailPaused')} <Time at={first.mail_paused_until} as="full" />
        </p>
      )}
      {found.isPending && <LoadingRows rows={6} height={52} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <EmptyState
          icon={IconBell}
          title={t('notices.emptyTitle')}
          hint={t('notices.emptyHint')}
          action={<Link to="/profile/notifications">{t('notices.choose')}</Link>}
        />
      )}
      {rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map((notice) => (
            <li key={notice.id}>
              <NoticeItem notice={notice} onOpen={({ id }) => read.mutate({ ids: [id] })} />
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('notices.more')}
        </Button>
      )}
    </Page>
  );
}
