import { Alert, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BlockSenderButton } from '@/components/block-sender/BlockSenderButton';
import { Facts } from '@/components/facts/Facts';
import { IconAlert, IconBug, IconRefresh, IconRestore, IconTrash } from '@/components/icons';
import { MailView } from '@/components/mail/MailView';
import { ThrownAway } from '@/components/states/ThrownAway';
import { Time } from '@/components/time/Time';
import type { IntakeDetail } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { useDebugIntake } from '../api/debug-intake';
import { useIntakeActions } from '../use-intake-actions';
import { DebugImport } from './DebugImport';
import { IntakeStateDot } from './IntakeStateDot';
import { ReviewMail } from './ReviewMail';

/** A mail on its way in: why it is still here, what can be done, and what it says. */
export function IntakeDetails({ mail, onGone }: { mail: IntakeDetail; onGone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayDelete = useMay('delete');
  const mayOpenCase = useMay('cases_all', 'cases_own');
  const actions = useIntakeActions();
  const debug = useDebugIntake(mail.id);
  const arrived: [string, ReactNode][] = mail.arrived_at
    ? [[t('mail.arrived'), <Time key="arrived" at={mail.arrived_at} as="full" />]]
    : [];
  const waits = !mail.deleted_at && (mail.state === 'stored' || mail.state === 'failed');
  return (
    <>
      {mail.error && (
        <Alert color="red" icon={<IconAlert size={18} />} title={t('intake.lastError')} mb="md">
          {t('intake.errorLead')} <q lang="en">{mail.error}</q>
        </Alert>
      )}
      <ReviewMail key={mail.id} mail={mail} onGone={onGone} />
      <Facts
        facts={[
          [
            t('intake.column.state'),
            <span key="state">
              <IntakeStateDot row={mail} /> <ThrownAway bin="queues" since={mail.deleted_at} />
            </span>,
          ],
          [
            t('intake.column.subject'),
            <strong key="subject">{mail.subject || t('common.noSubject')}</strong>,
          ],
          [t('mail.from'), mail.from],
          [t('mail.mailbox'), mail.mailbox_address],
          [t('mail.received'), <Time key="at" at={mail.received_at} as="full" />],
          ...arrived,
          [t('mail.size'), format.octets(mail.size_octets)],
          [t('intake.column.attempts'), t('intake.attempts', { count: mail.attempts })],
        ]}
      />
      <Group gap="xs" mb="md">
        {waits && (
          <>
            <Button
              leftSection={<IconRefresh size={16} />}
              loading={actions.busy}
              onClick={() => actions.import([mail.id])}
            >
              {t('intake.import')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconBug size={16} />}
              loading={debug.run.running}
              onClick={debug.start}
            >
              {t('intake.debug')}
            </Button>
          </>
        )}
        {mayOpenCase && mail.case_id && (
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/cases/$caseId" params={{ caseId: mail.case_id ?? '' }} {...props} />
            )}
          >
            {t('intake.openCase', { number: mail.case_number ?? '' })}
          </Button>
        )}
        {mayDelete && (waits || mail.state === 'review') && !mail.deleted_at && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} />}
            onClick={() => actions.remove([mail.id], onGone)}
          >
            {t('common.delete')}
          </Button>
        )}
        <BlockSenderButton from={mail.from} />
        {mayDelete && mail.deleted_at && (
          <Button leftSection={<IconRestore size={16} />} onClick={() => actions.restore([mail.id], onGone)}>
            {t('common.restore')}
          </Button>
        )}
      </Group>
      <DebugImport run={debug.run} onStop={debug.stop} />
      <MailView mail={mail} path={`/intake/${mail.id}`} source={{ of: 'intake', id: mail.id }} />
    </>
  );
}
