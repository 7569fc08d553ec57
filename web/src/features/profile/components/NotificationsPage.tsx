import { Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { WithHelp } from '@/components/help/Help';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { NoticeChoice } from '@/lib/api/types';
import { useChooseNotices, useNoticeChoices } from '../api/notifications';
import classes from './NotificationsPage.module.css';

const WAYS = ['app', 'mail', 'both', 'none'] as const;
type Way = (typeof WAYS)[number];

function wayOf({ in_app, by_mail }: NoticeChoice): Way {
  if (in_app) return by_mail ? 'both' : 'app';
  return by_mail ? 'mail' : 'none';
}

/** How the user is told of each event. */
export function NotificationsPage() {
  const { t } = useTranslation();
  const found = useNoticeChoices();
  return (
    <Page title={t('notifications.title')} lead={t('notifications.lead')} help={t('notifications.help')}>
      {found.isPending && <LoadingRows rows={8} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <div className={classes.choices}>
          {found.data.rows.map((choice) => (
            <Choice key={choice.event} choice={choice} />
          ))}
        </div>
      )}
      <p className={classes.back}>
        <Link to="/profile">{t('notifications.back')}</Link>
      </p>
    </Page>
  );
}

function Choice({ choice }: { choice: NoticeChoice }) {
  const { t } = useTranslation();
  const choose = useChooseNotices();
  const name = t(`notifications.event.${choice.event}`);
  const change = (way: Way) =>
    choose.mutate(
      {
        event: choice.event,
        in_app: way === 'app' || way === 'both',
        by_mail: way === 'mail' || way === 'both',
      },
      { onSuccess: () => notifyDone(t('notifications.saved')), onError: (error) => notifyProblem(error, t) },
    );
  return (
    <WithHelp name={name} help={t(`notifications.eventHelp.${choice.event}`)}>
      <Select
        label={name}
        allowDeselect={false}
        disabled={choose.isPending}
        data={WAYS.map((way) => ({ value: way, label: t(`notifications.way.${way}`) }))}
        value={wayOf(choice)}
        onChange={(way) => way && change(way as Way)}
      />
    </WithHelp>
  );
}
