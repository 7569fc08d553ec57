import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconClock } from '@/components/icons';
import { ServerWords } from '@/components/mail/ServerWords';
import { RetrySchedule } from '@/components/retries/RetrySchedule';
import type { Outbox, OutboxDetail } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { isPlanned } from '@/lib/mail/planned';
import { firstGoing } from '../same-waits';
import { withCodes } from './Deliveries';
import { hasSharedWait, WaitsFor } from './WaitsFor';

/** Why a mail is still in the outbox: what it waits for, when it goes on, and the last words about it. */
export function WhyHere({ mail }: { mail: OutboxDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (mail.state === 'sent' || mail.deleted_at) return null;
  const reason = reasonFor(mail);
  // What was stopped or planned waits for a person, whatever else would hold it up.
  // Every server that was asked lost the connection, or none was asked: nobody refused it.
  const isUntaken = reason === 'failed' && (mail.held_back !== null || mail.meaning?.by_server === false);
  const waits = reason === 'retry' || reason === 'soon' || reason === 'undo';
  const shared = waits && hasSharedWait(mail.waits);
  const told = waits && mail.waits.some((wait) => wait.words !== null);
  const planned = isPlanned(mail) ? mail.planned_at : null;
  // As beside the recipients.
  const goes = firstGoing(mail.deliveries) ?? mail.goes_at;
  const when = format.full(mail.held_at ?? planned ?? goes ?? mail.created_at);
  return (
    <Alert
      mb="md"
      variant="light"
      color={
        mail.sent_anew
          ? 'gray'
          : mail.state === 'failed'
            ? 'red'
            : mail.last_words || mail.held_at || shared
              ? 'yellow'
              : 'blue'
      }
      icon={<IconClock size={18} />}
      title={t('outbox.why.title')}
    >
      {!shared && (
        <p style={{ margin: 0 }}>
          {t(mail.sent_anew ? 'outbox.why.sentAnew' : `outbox.why.${isUntaken ? 'untaken' : reason}`, {
            when,
          })}
        </p>
      )}
      {waits && <WaitsFor waits={mail.waits} deliveries={mail.deliveries} />}
      {mail.cancel_if_answered && planned && mail.state === 'queued' && (
        <p style={{ margin: 0 }}>{t('outbox.plannedCancels')}.</p>
      )}
      {reason === 'retry' && !shared && <RetrySchedule retries={mail.retries} attempts={mail.attempts} />}
      {mail.last_words && !told && (
        <ServerWords
          words={lastWords(mail)}
          meaning={mail.meaning}
          held={mail.held_back}
          over={mail.state === 'failed'}
          cure={mail.state === 'failed' && !mail.sent_anew}
        />
      )}
    </Alert>
  );
}

/** The last words with the reply code that they came with. */
export function lastWords({
  last_words,
  deliveries,
}: Pick<OutboxDetail, 'last_words' | 'deliveries'>): string {
  const words = last_words ?? '';
  const of = deliveries.find((one) => one.last_words === words);
  return of ? withCodes(of.last_code, of.last_enhanced, words) : words;
}

/** What it waits for. */
export function reasonFor(
  mail: Pick<Outbox, 'state' | 'held_at' | 'planned_at' | 'attempts' | 'next_attempt_at'>,
  now = Date.now(),
): 'failed' | 'sending' | 'held' | 'retry' | 'planned' | 'undo' | 'soon' {
  if (mail.state === 'failed' || mail.state === 'sending') return mail.state;
  if (mail.held_at) return 'held';
  if (mail.attempts > 0) return 'retry';
  if (isPlanned(mail, now)) return 'planned';
  const next = mail.next_attempt_at ? new Date(mail.next_attempt_at).getTime() : now;
  return next > now ? 'undo' : 'soon';
}
