import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/facts/Facts';
import { MailText } from '@/components/mail/MailText';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { ThrownAway } from '@/components/states/ThrownAway';
import { Time } from '@/components/time/Time';
import { TimelineOf } from '@/components/timeline/TimelineOf';
import type { OutboxDetail } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { isPlanned } from '@/lib/mail/planned';
import { useOutboxDetail } from '../api/get-outbox';
import { isAllStopped, keptBy } from '../kept';
import { Deliveries } from './Deliveries';
import { OutboxButtons } from './OutboxButtons';
import { MailStateDot } from './OutboxStateDot';
import { Reasons } from './Reasons';
import { WhyHere } from './WhyHere';

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
            <span key="state">
              <MailStateDot mail={mail} /> <ThrownAway bin="queues" since={mail.deleted_at} />
            </span>,
          ],
          [
            t('outbox.column.subject'),
            <strong key="subject">{mail.subject || t('common.noSubject')}</strong>,
          ],
          [
            t('outbox.envelopeFrom'),
            <span key="path" title={t('outbox.envelopeHint')}>
              {readable(mail.return_path) ?? t('outbox.emptyReturnPath')}
            </span>,
          ],
          ...(mail.needs_tls
            ? ([
                [
                  t('outbox.needsTls'),
                  t(mail.tls_throughout ? 'outbox.needsTlsThroughout' : 'outbox.needsTlsYes'),
                ],
              ] satisfies [string, string][])
            : []),
          [t('outbox.createdBy'), mail.created_by_name ?? t('outbox.automatic')],
          [t('outbox.column.created'), <Time key="at" at={mail.created_at} as="full" />],
          [t('outbox.column.size'), format.octets(mail.size_octets)],
        ]}
      />
      <Reasons from={mail.from} reasons={mail.reasons} />
      <WhyHere mail={mail} />
      <OutboxButtons mail={mail} onGone={onGone} />
      <Tabs defaultValue="deliveries" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="deliveries">{t('outbox.deliveries')}</Tabs.Tab>
          <Tabs.Tab value="timeline">{t('mail.timeline')}</Tabs.Tab>
          <Tabs.Tab value="text">{t('outbox.text')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="deliveries">
          <Deliveries
            deliveries={mail.deliveries}
            kept={keptBy(mail, isAllStopped(mail))}
            heldFor={mail.held_for}
            planned={isPlanned(mail)}
          />
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
