import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconCheck, IconPlug } from '@/components/icons';
import { Transcript } from '@/components/mail/Transcript';
import { ProblemView } from '@/components/problem/ProblemView';
import type { MailboxTest } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import type { useConnectionTest } from '../use-connection-test';
import classes from './ConnectionTest.module.css';

/** Tries the settings as they stand in the form, and shows what the server said. */
export function ConnectionTest({
  test,
  ready,
  children,
}: {
  test: ReturnType<typeof useConnectionTest>;
  ready: boolean;
  /** What the outcome is there to decide: stands below it. */
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <Button
        variant="light"
        leftSection={<IconPlug size={17} />}
        loading={test.isPending}
        disabled={!ready}
        onClick={() => test.run()}
      >
        {t('mailboxes.test')}
      </Button>
      <div aria-live="polite">
        {test.error && <ProblemView error={test.error} />}
        {test.outcome && <Outcome outcome={test.outcome} />}
      </div>
      <div className={classes.below}>{children}</div>
      {test.outcome && <Transcript lines={test.outcome.conversation} />}
    </div>
  );
}

function Outcome({ outcome }: { outcome: MailboxTest }) {
  const { t } = useTranslation();
  const { ok, summary_code: code } = outcome;
  const sentences = [textOf(`mailboxes.summary.${code}`), ok ? undefined : textOf(`mailboxes.cure.${code}`)];
  return (
    <Alert
      mt="sm"
      color={ok ? 'green' : 'red'}
      icon={ok ? <IconCheck size={18} /> : <IconAlert size={18} />}
      title={ok ? t('mailboxes.testOk') : t('mailboxes.testFailed')}
    >
      {sentences.filter(Boolean).join(' ')}
      {ok && <Waiting outcome={outcome} />}
      {!ok && (
        <div lang="en">
          <small>{outcome.detail}</small>
        </div>
      )}
    </Alert>
  );
}

/** What lies on the server; nothing of it is touched before the mailbox is saved. */
function Waiting({ outcome }: { outcome: MailboxTest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { waiting, survey } = outcome;
  if (waiting === null) return null;
  if (waiting === 0) return <div>{t('mailboxes.nothingWaits')}</div>;
  const unseen = typeof survey?.unseen === 'number' && t('mailboxes.unseen', { count: survey.unseen });
  const oldest = survey?.oldest_at && t('mailboxes.oldest', { date: format.day(survey.oldest_at) });
  return (
    <div>
      {[t('mailboxes.waiting', { count: waiting }), unseen, oldest].filter(Boolean).join(' ')}{' '}
      {t('mailboxes.waitingHint')}
    </div>
  );
}
