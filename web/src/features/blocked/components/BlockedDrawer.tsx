import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BinButtons } from '@/components/data-list/BinButtons';
import { Facts } from '@/components/facts/Facts';
import { IconBlocked, IconInbox, IconTrash } from '@/components/icons';
import { MailView } from '@/components/mail/MailView';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { ThrownAway } from '@/components/states/ThrownAway';
import { Time } from '@/components/time/Time';
import type { BlockedDetail } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { useBlockedDetail } from '../api/get-blocked';
import { useBlockedActions } from '../use-blocked-actions';

/** The details of the blocked mail that the address names. */
export function BlockedDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title={t('blocked.detail')}>
      {id && <Loaded key={id} id={id} onGone={onClose} />}
    </SideDrawer>
  );
}

function Loaded({ id, onGone }: { id: string; onGone: () => void }) {
  const found = useBlockedDetail(id);
  if (found.isPending) return <LoadingRows rows={6} height={44} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <Details mail={found.data} onGone={onGone} />;
}

function Details({ mail, onGone }: { mail: BlockedDetail; onGone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayDelete = useMay('delete');
  const actions = useBlockedActions();
  return (
    <>
      <Alert
        color="yellow"
        mb="md"
        icon={<IconBlocked size={18} />}
        title={t('blocked.heldBy', { name: mail.filter_name ?? t('blocked.deletedFilter') })}
      >
        {mail.deleted_at ? t('intakeState.deleted') : t('blocked.importHint')}{' '}
        <ThrownAway bin="queues" since={mail.deleted_at} />
      </Alert>
      <Facts
        facts={[
          [
            t('blocked.column.subject'),
            <strong key="subject">{mail.subject || t('common.noSubject')}</strong>,
          ],
          [t('mail.from'), mail.from],
          [t('mail.mailbox'), mail.mailbox_address],
          [t('blocked.column.when'), <Time key="when" at={mail.when} as="full" />],
          [t('mail.size'), format.octets(mail.size_octets)],
        ]}
      />
      <Group gap="xs" mb="md">
        {mail.deleted_at ? (
          <BinButtons
            loading={actions.busy}
            onRestore={() => actions.restore([mail.id], onGone)}
            onPurge={() => void actions.purge([mail.id], onGone)}
          />
        ) : (
          <>
            <Button
              leftSection={<IconInbox size={16} />}
              loading={actions.busy}
              onClick={() => actions.import([mail.id], onGone)}
            >
              {t('blocked.import')}
            </Button>
            {mayDelete && (
              <Button
                variant="default"
                leftSection={<IconTrash size={16} />}
                onClick={() => actions.remove([mail.id], onGone)}
              >
                {t('common.delete')}
              </Button>
            )}
          </>
        )}
      </Group>
      <MailView mail={mail} path={`/blocked/${mail.id}`} source={{ of: 'blocked', id: mail.id }} />
    </>
  );
}
