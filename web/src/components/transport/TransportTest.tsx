import { Alert, Button, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { IconAlert, IconCheck, IconPlug } from '@/components/icons';
import { Transcript } from '@/components/mail/Transcript';
import { ProblemView } from '@/components/problem/ProblemView';
import { Seen } from '@/components/sender-check/Seen';
import type { TransportTest as Outcome, SeenByReceiver, Transport, TransportInput } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { TestSender } from './TestSender';
import classes from './TransportForm.module.css';
import { inputOf, isTestOf, type Level, type TransportValues } from './transport-form';

type TestMail = { recipient?: string; from?: string };

/** How a server is tried; with a recipient he gets a mail. */
export type Testing = UseMutationResult<Outcome, Error, TransportInput & TestMail>;

type Props = {
  values: TransportValues;
  /** As it is kept. */
  saved: Transport;
  test: Testing;
  level: Level;
  /** The domain whose server it is. */
  domain?: string;
  /** Whether the form could be saved as it stands; shows what is wrong. */
  isReady: () => boolean;
  onRecipient: (recipient: string) => void;
};

/** Tries the way out as it stands in the form, and shows what the server said. */
export function TransportTest({ values, saved, test, level, domain, isReady, onRecipient }: Props) {
  const { t } = useTranslation();
  const [sender, setSender] = useState('');
  const isDirect = values.way === 'direct';
  const outcome = test.data;
  const { way, oauth_application_id: application } = values;
  // Before somebody has signed in with the provider there is nothing to test with.
  const signedIn = saved.oauth !== null && saved.oauth_application_id === application;
  const waits = way === 'relay' && application !== null && !signedIn;
  const recipient = values.recipient.trim() || undefined;
  const from = (recipient && sender) || undefined;
  const run = () => isReady() && test.mutate({ ...inputOf(values), recipient, from });
  return (
    <section className={classes.test}>
      <div className={classes.line}>
        <TextInput
          label={t('transport.recipient')}
          description={isDirect ? t('transport.recipientNeeded') : t('transport.recipientHint')}
          type="email"
          value={values.recipient}
          onChange={(event) => onRecipient(event.currentTarget.value)}
        />
        <Button
          variant="light"
          leftSection={<IconPlug size={17} />}
          loading={test.isPending}
          disabled={waits}
          onClick={run}
        >
          {t('transport.test')}
        </Button>
      </div>
      <AddressNotes addresses={[values.recipient]} ours onReplace={(_, meant) => onRecipient(meant)} />
      {recipient && level !== 'user' && <TestSender domain={domain} value={sender} onChange={setSender} />}
      {waits && <p className={classes.waits}>{t('transport.signInFirst')}</p>}
      <div aria-live="polite">
        <ProblemView error={test.error} />
        {outcome && (
          <>
            <Alert
              color={outcome.ok ? 'green' : 'red'}
              icon={outcome.ok ? <IconCheck size={18} /> : <IconAlert size={18} />}
              title={summaryOf(outcome.summary_code) ?? t('transport.outcome.failed')}
            >
              {!outcome.ok && verdictOf(outcome)}
              {textOf(`transport.tried.${outcome.summary_code}`) ?? <Detail outcome={outcome} />}
            </Alert>
            {!isTestOf(test, inputOf(values)) && (
              <p className={classes.waits}>{t('transport.testedOther')}</p>
            )}
            {outcome.seen && (
              <section className={classes.seen} aria-label={t('senderCheck.seen.title')}>
                <h2>{t('senderCheck.seen.title')}</h2>
                <Seen seen={wasHeard(outcome) ? outcome.seen : withoutServer(outcome.seen)} />
              </section>
            )}
            <Transcript lines={outcome.conversation} />
          </>
        )}
      </div>
    </section>
  );
}

/** Steps at which no server has said anything: what was met is said above, in the reader's language. */
const OWN_WORDS = ['no_such_name', 'private_network', 'connect', 'silent', 'plain_text'];

/** The words of the server; those of Posthus itself are for whoever looks for the cause. */
function Detail({ outcome: { summary_code: code, detail } }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const words = <small lang="en">{detail}</small>;
  if (!OWN_WORDS.includes(code)) return <div>{words}</div>;
  return (
    <details>
      <summary>
        <small>{t('transport.technical')}</small>
      </summary>
      {words}
    </details>
  );
}

/** What came of it; what a sign-in meets is the same at a mailbox's server. */
function summaryOf(code: string): string | undefined {
  return textOf(`transport.outcome.${code}`) ?? textOf(`mailboxes.summary.${code}`);
}

/** Whether a server said anything. */
const wasHeard = ({ conversation }: Outcome) => conversation.some((line) => line.startsWith('S:'));

/** Of a server that nobody reached nothing is known: neither how it encrypts nor what it is called. */
const withoutServer = (seen: SeenByReceiver): SeenByReceiver => ({
  ...seen,
  sights: seen.sights.filter(({ aspect }) => aspect !== 'tls' && aspect !== 'host_name'),
});

/** What it means and what mends it: by the server's words where it said no to the mail, else by the step. */
function verdictOf({ class: meaning, summary_code: code }: Outcome): string | undefined {
  const [means, mends] = meaning
    ? [textOf(`returns.class.${meaning}`), textOf(`transport.cureOf.${meaning}`)]
    : [undefined, textOf(`transport.cure.${code}`) ?? oauthCure(code)];
  const said = [means && `${means}.`, mends].filter(Boolean);
  return said.length > 0 ? said.join(' ') : undefined;
}

function oauthCure(code: string): string | undefined {
  return code.startsWith('oauth_') ? textOf(`mailboxes.cure.${code}`) : undefined;
}
