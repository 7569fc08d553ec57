import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconCheck, IconPlug } from '@/components/icons';
import { Transcript } from '@/components/mail/Transcript';
import { ProblemView } from '@/components/problem/ProblemView';
import type { MailboxTest } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useTestMailbox } from '../api/test-mailbox';
import { inputOf, type MailboxValues } from '../mailbox-form';

/** Tries the settings as they stand in the form, and shows what the server said. */
export function ConnectionTest({ id, values }: { id: string | undefined; values: MailboxValues }) {
  const { t } = useTranslation();
  const test = useTestMailbox();
  return (
    <div>
      <Button
        variant="light"
        leftSection={<IconPlug size={17} />}
        loading={test.isPending}
        disabled={!values.host.trim()}
        onClick={() => test.mutate({ ...inputOf(values), id })}
      >
        {t('mailboxes.test')}
      </Button>
      <div aria-live="polite">
        {test.error && <ProblemView error={test.error} />}
        {test.data && <Outcome outcome={test.data} />}
      </div>
    </div>
  );
}

function Outcome({ outcome }: { outcome: MailboxTest }) {
  const { t } = useTranslation();
  const summary = textOf(`mailboxes.summary.${outcome.summary_code}`);
  const waiting =
    outcome.waiting === null
      ? undefined
      : outcome.waiting === 0
        ? t('mailboxes.nothingWaits')
        : t('mailboxes.waiting', { count: outcome.waiting });
  return (
    <>
      <Alert
        mt="sm"
        color={outcome.ok ? 'green' : 'red'}
        icon={outcome.ok ? <IconCheck size={18} /> : <IconAlert size={18} />}
        title={outcome.ok ? t('mailboxes.testOk') : t('mailboxes.testFailed')}
      >
        {[summary, waiting].filter(Boolean).join(' ')}
        {!outcome.ok && (
          <div lang="en">
            <small>{outcome.detail}</small>
          </div>
        )}
      </Alert>
      <Transcript lines={outcome.conversation} />
    </>
  );
}
