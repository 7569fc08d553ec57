import { useTranslation } from 'react-i18next';
import { encryptionWords } from '@/components/mail/encryption';
import { ServerWords } from '@/components/mail/ServerWords';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import { Time } from '@/components/time/Time';
import type { Attempt, Delivery } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import type { Kept } from '@/lib/mail/plain-words';
import { domainOf } from '../same-waits';
import classes from './Deliveries.module.css';
import { LastWords } from './LastWords';
import { OutboxStateDot } from './OutboxStateDot';

type Props = {
  deliveries: Delivery[];
  /** What keeps the mail from being tried. */
  kept: Kept | undefined;
  /** The domains that mail is stopped to, of its recipients'. */
  heldFor?: string[];
  /** Whether its author wants it sent later, and that time is still to come. */
  planned?: boolean;
};

/** The way to each recipient: where it stands, why, and every attempt. */
export function Deliveries({ deliveries, kept: keptAll, heldFor = [], planned = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const keptBy = ({ state, recipient }: Delivery) =>
    keptAll ?? (state === 'queued' && heldFor.includes(domainOf(recipient)) ? 'domainStopped' : undefined);
  const kept = failedFirst(deliveries).map((delivery) => ({ delivery, kept: keptBy(delivery) }));
  return (
    <ul className={classes.deliveries}>
      {kept.map(({ delivery, kept }) => (
        <li key={delivery.id} className={classes.delivery}>
          <div className={classes.head}>
            <strong className={classes.recipient}>{readable(delivery.recipient)}</strong>
            <OutboxStateDot
              state={delivery.state}
              held={kept !== undefined}
              deleted={kept === 'binned' && delivery.state !== 'sent'}
              sentAnew={delivery.sent_anew}
            />
          </div>
          {delivery.unasked && <p className={classes.next}>{t('outbox.unasked')}</p>}
          {delivery.state === 'queued' && kept && <p className={classes.next}>{t(`plainWords.${kept}`)}</p>}
          {!kept && delivery.goes_at && (
            <p className={classes.next} title={format.relative(delivery.goes_at)}>
              {t(planned ? 'outbox.planned' : 'outbox.nextTry', { when: format.full(delivery.goes_at) })}
            </p>
          )}
          {delivery.state !== 'sent' && delivery.last_words && (
            <ServerWords
              words={withCodes(delivery.last_code, delivery.last_enhanced, delivery.last_words)}
              meaning={delivery.meaning}
              held={delivery.log.at(-1)?.held_back}
              over={delivery.state === 'failed'}
              // It is said once, above; and for whom another went nothing is to be done.
              cure={!delivery.sent_anew && (delivery.state === 'failed' || !kept)}
            />
          )}
          <h3 className={classes.title}>{t('outbox.attempts')}</h3>
          <AttemptLog log={delivery.log} />
        </li>
      ))}
    </ul>
  );
}

/** What asks for somebody's attention comes first; else the recipients stand as they were written. */
const RANK: Record<Delivery['state'], number> = { failed: 0, sending: 1, queued: 1, sent: 2 };
const rankOf = ({ state, sent_anew }: Delivery) => RANK[sent_anew ? 'sent' : state];
const failedFirst = (deliveries: Delivery[]) =>
  deliveries.toSorted((one, other) => rankOf(one) - rankOf(other));

/** Words with their codes in front, as servers write them; a report's words begin with some of them already. */
export function withCodes(code: number | null, enhanced: string | null, words: string): string {
  const said = words.split(/[\s-]+/, 3);
  const missing = [code, enhanced].filter((one) => one && !said.includes(String(one)));
  return [...missing, words].filter(Boolean).join(' ');
}

/** Whether it failed without a server that refused it: none was asked, or the connection was lost. */
const isUntaken = ({ result, code, meaning, held_back }: Attempt) =>
  result === 'failed' && code === null && (held_back !== null || meaning?.by_server === false);

const TONES: Record<Attempt['result'], Tone> = {
  delivered: 'good',
  deferred: 'wait',
  failed: 'bad',
  interrupted: 'wait',
};

function AttemptLog({ log }: { log: Attempt[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (log.length === 0) return <p className={classes.next}>{t('outbox.noAttempts')}</p>;
  return (
    <ol className={classes.log}>
      {log.map((attempt) => (
        <li key={attempt.at} className={classes.attempt}>
          <span className={classes.when}>
            <Time at={attempt.at} as="exact" />
          </span>
          <div>
            <StatusDot tone={TONES[attempt.result]}>
              {t(`outbox.result.${isUntaken(attempt) ? 'untaken' : attempt.result}`)}
            </StatusDot>
            {attempt.result === 'interrupted' ? (
              <p className={classes.words}>{t('outbox.interruptedHint')}</p>
            ) : (
              <>
                <p className={classes.words}>
                  <LastWords
                    words={withCodes(attempt.code, attempt.enhanced, attempt.words)}
                    meaning={attempt.meaning}
                    held={attempt.held_back}
                  />
                </p>
                <p className={classes.next}>
                  {[
                    attempt.host,
                    attempt.host && encryptionWords(attempt, t),
                    format.duration(attempt.duration_ms),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
