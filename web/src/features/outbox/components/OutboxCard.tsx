import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { Time } from '@/components/time/Time';
import type { Outbox } from '@/lib/api/types';
import { isPlanned } from '@/lib/mail/planned';
import { LastWords } from './LastWords';
import { NextTry } from './NextTry';
import { MailStateDot } from './OutboxStateDot';

/** A mail of the outbox on a phone: to whom, what, where it stands, when it is tried next, and what was said last. */
export function OutboxCard({ mail, allStopped }: { mail: Outbox; allStopped: boolean }) {
  const { t } = useTranslation();
  const waits = mail.state === 'queued' && !mail.deleted_at && !mail.held_at;
  return (
    <RowCard
      title={mail.recipients.join(', ')}
      time={<Time at={mail.created_at} />}
      text={mail.subject || t('common.noSubject')}
      facts={
        <>
          <MailStateDot mail={mail} />
          {waits && (
            <span>
              {(allStopped || !isPlanned(mail)) && `${t('outbox.column.next')}: `}
              <NextTry mail={mail} allStopped={allStopped} />
            </span>
          )}
        </>
      }
      more={
        (mail.last_words || mail.held_back) && (
          <LastWords words={mail.last_words} meaning={mail.meaning} held={mail.held_back} brief />
        )
      }
    />
  );
}
