import { Button, Group, Tabs } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/facts/Facts';
import { IconDownload, IconOutbox, IconRestore, IconTrash } from '@/components/icons';
import { MailText } from '@/components/mail/MailText';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import { TimelineOf } from '@/components/timeline/TimelineOf';
import { address } from '@/lib/api/client';
import type { OutboxDetail } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { useOutboxDetail } from '../api/get-outbox';
import { useOutboxActions } from '../use-outbox-actions';
import { Deliveries } from './Deliveries';
import { OutboxStateDot } from './OutboxStateDot';

/** The details of the outgoing mail that the address names. */
export function OutboxDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title={t('outbox.detail')}>
      {id && <Loaded key={id} id={id} onGone={onClose} />}
    </SideDrawer>
  );
}

function Loaded({ id, onGone }: { id: string; onGone: () => void }) {
  const found = useOutboxDetail(id);
  if (found.isPending) return <LoadingRows rows={6} height={44} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <Details mail={found.data} onGone={onGone} />;
}

type Props = { mail: OutboxDetail; onGone: () => void };

function Details({ mail, onGone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Facts
        facts={[
          [
            t('outbox.column.state'),
            <OutboxStateDot key="state" state={mail.state} deleted={mail.deleted_at !== null} />,
          ],
          [
            t('outbox.column.subject'),
            <strong key="subject">{mail.subject || t('common.noSubject')}</strong>,
          ],
          [t('outbox.column.from'), mail.from],
          [t('outbox.createdBy'), mail.created_by_name ?? t('outbox.automatic')],
          [t('outbox.column.created'), <Time key="at" at={mail.created_at} as="full" />],
          [t('outbox.column.size'), format.octets(mail.size_octets)],
        ]}
      />
      <Actions mail={mail} onGone={onGone} />
      <Tabs defaultValue="deliveries" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="deliveries">{t('outbox.deliveries')}</Tabs.Tab>
          <Tabs.Tab value="timeline">{t('mail.timeline')}</Tabs.Tab>
          <Tabs.Tab value="text">{t('outbox.text')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="deliveries">
          <Deliveries deliveries={mail.deliveries} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <TimelineOf source={{ of: 'outbox', id: mail.id }} />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <MailText text={mail.text.trim() || t('message.empty')} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Actions({ mail, onGone }: Props) {
  const { t } = useTranslation();
  const mayDelete = useMay('delete');
  const mayOpenCase = useMay('cases_all', 'cases_own');
  const actions = useOutboxActions();
  const { case_id, case_number } = mail;
  return (
    <Group gap="xs" mb="md">
      {mail.state === 'failed' && !mail.deleted_at && (
        <Button
          leftSection={<IconOutbox size={16} />}
          loading={actions.busy}
          onClick={() => actions.send([mail.id])}
        >
          {t('outbox.send')}
        </Button>
      )}
      {mayOpenCase && case_id && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: case_id }} {...props} />}
        >
          {t('intake.openCase', { number: case_number ?? '' })}
        </Button>
      )}
      <Button
        component="a"
        href={address(`/outbox/${mail.id}/raw`)}
        download
        variant="default"
        leftSection={<IconDownload size={16} />}
      >
        {t('message.raw')}
      </Button>
      {mayDelete && !mail.deleted_at && (
        <Button
          variant="default"
          leftSection={<IconTrash size={16} />}
          onClick={() => actions.remove([mail.id], onGone)}
        >
          {t('common.delete')}
        </Button>
      )}
      {mayDelete && mail.deleted_at && (
        <Button leftSection={<IconRestore size={16} />} onClick={() => actions.restore([mail.id], onGone)}>
          {t('common.restore')}
        </Button>
      )}
    </Group>
  );
}
