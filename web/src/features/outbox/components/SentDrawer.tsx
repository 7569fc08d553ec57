import { Button, Group, Tabs } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/facts/Facts';
import { IconEdit, IconOutbox } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import { TimelineOf } from '@/components/timeline/TimelineOf';
import type { Participant, SentDetail } from '@/lib/api/types';
import { isPlanned } from '@/lib/mail/planned';
import { useMay } from '@/lib/session/SessionContext';
import { useSendSentAgain } from '../api/change-sent';
import { useSentDetail } from '../api/get-sent';
import { keptBy } from '../kept';
import { useAnew } from '../use-write-anew';
import { AnotherWay } from './AnotherWay';
import { Deliveries } from './Deliveries';
import { Reasons } from './Reasons';
import { SendAgainLabel } from './SendAgainLabel';
import { SentCures } from './SentCures';
import { SentLetter } from './SentLetter';
import { SentStateDot } from './SentStateDot';

/** A mail that was sent: the letter as it went, and what came of it at each recipient. */
export function SentDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title={t('sent.detail')}>
      {id && <Loaded key={id} id={id} />}
    </SideDrawer>
  );
}

function Loaded({ id }: { id: string }) {
  const found = useSentDetail(id);
  if (found.isPending) return <LoadingRows rows={6} height={44} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <Details mail={found.data} />;
}

const named = ({ name, address }: Participant) =>
  name && address ? `${name} <${address}>` : (address ?? name ?? '');
const all = (people: Participant[]) => people.map(named).join(', ');

function Details({ mail }: { mail: SentDetail }) {
  const { t } = useTranslation();
  const mayOpenQueue = useMay('outbox');
  const kept = keptBy(mail, mail.all_stopped);
  const timeline = mail.message
    ? ({ of: 'message', caseId: mail.message.case_id, id: mail.message.id } as const)
    : ({ of: 'outbox', id: mail.id } as const);
  const people: [string, string][] = [
    [t('outbox.column.recipients'), all(mail.to)],
    [t('reply.cc'), all(mail.cc)],
    [t('reply.bcc'), mail.bcc.join(', ')],
  ];
  return (
    <>
      <Facts
        facts={[
          [t('outbox.column.state'), <SentStateDot key="state" mail={mail} kept={kept} />],
          [
            t('outbox.column.subject'),
            <strong key="subject">{mail.subject || t('common.noSubject')}</strong>,
          ],
          ...people.filter(([, value]) => value !== ''),
          [t('outbox.createdBy'), mail.created_by_name ?? t('outbox.automatic')],
          [t('outbox.column.created'), <Time key="at" at={mail.created_at} as="full" />],
        ]}
      />
      <Reasons from={mail.from} reasons={mail.reasons} />
      <Buttons mail={mail} />
      <Tabs defaultValue="letter" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="letter">{t('sent.letter')}</Tabs.Tab>
          <Tabs.Tab value="deliveries">{t('sent.recipients', { count: mail.deliveries.length })}</Tabs.Tab>
          {(mail.message || mayOpenQueue) && <Tabs.Tab value="timeline">{t('mail.timeline')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="letter">
          <SentLetter mail={mail} />
        </Tabs.Panel>
        <Tabs.Panel value="deliveries">
          <Deliveries deliveries={mail.deliveries} kept={kept} planned={isPlanned(mail)} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <TimelineOf source={timeline} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Try those again whom it did not reach; begin another mail with it; its case. */
function Buttons({ mail }: { mail: SentDetail }) {
  const { t } = useTranslation();
  const again = useSendSentAgain();
  const anew = useAnew();
  const { case_id, case_number } = mail;
  return (
    <Group gap="xs" mb="md">
      <SentCures mail={mail} />
      {mail.may_choose_way && <AnotherWay which={{ own: mail.id }} />}
      {mail.state === 'failed' && (
        <Button
          variant="default"
          leftSection={<IconOutbox size={16} />}
          loading={again.isPending}
          onClick={() =>
            again.mutate(mail.id, {
              onSuccess: () => notifyDone(t('sent.again')),
              onError: (error) => notifyProblem(error, t),
            })
          }
        >
          <SendAgainLabel mail={mail} />
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconEdit size={16} />}
        loading={anew.isPending}
        onClick={() => void anew.begin(mail.id)}
      >
        {t('sent.anew')}
      </Button>
      {case_id && case_number !== null && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: case_id }} {...props} />}
        >
          {t('intake.openCase', { number: case_number })}
        </Button>
      )}
    </Group>
  );
}
