import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconBlocked, IconX } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { readable } from '@/lib/format/domain-name';
import { blockedSendersQuery, useLiftSender } from '@/lib/requests/blocked-senders';
import classes from './BlockedSenders.module.css';

type Props = { opened: boolean; onClose: () => void };

/** The senders whose mail is held back, each with the way out. */
export function BlockedSenders({ opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('blockSender.list')} size="34rem">
      {opened && <Senders />}
    </SideDrawer>
  );
}

function Senders() {
  const { t } = useTranslation();
  const found = useQuery(blockedSendersQuery);
  const lift = useLiftSender();
  if (found.isPending) return <LoadingRows rows={4} height={40} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { senders, active } = found.data;
  if (senders.length === 0) {
    return <EmptyState icon={IconBlocked} title={t('blockSender.none')} hint={t('blockSender.noneHint')} />;
  }
  return (
    <>
      <p className={classes.lead}>{t('blockSender.what')}</p>
      {!active && (
        <Alert color="yellow" mb="md">
          {t('blockSender.off')}
        </Alert>
      )}
      <ul className={classes.senders}>
        {senders.map((sender) => (
          <li key={sender} className={classes.sender}>
            <span>{readable(sender)}</span>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconX size={15} />}
              aria-label={`${t('blockSender.lift')}: ${readable(sender)}`}
              loading={lift.isPending && lift.variables === sender}
              onClick={() =>
                lift.mutate(sender, {
                  onSuccess: () => notifyDone(t('blockSender.lifted', { sender })),
                  onError: (error) => notifyProblem(error, t),
                })
              }
            >
              {t('blockSender.lift')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
