import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconRefresh } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { Case, Message } from '@/lib/api/types';
import { shortWords } from '@/lib/mail/plain-words';
import { useMay } from '@/lib/session/SessionContext';
import { useSendMessageAgain } from '../api/sent-message';
import type { Mode } from '../draft';
import { type FailureStanding, type SentAnew, sentAnew, standingOf } from '../failures';
import { usePassQuestion } from '../use-pass-question';
import { ANEW, FailureCard } from './FailureCard';
import classes from './FailureCard.module.css';
import { ToOutbox } from './ToOutbox';

type Props = {
  shown: Case;
  /** The newest entry about each recipient of one mail. */
  entries: Message[];
  onWrite: (mode: Mode) => void;
};

/** A mail that did not reach many: whom, why, and what helps all of them at once. */
export function FailureGroup({ shown, entries, onWrite }: Props) {
  const { t } = useTranslation();
  const mayOutbox = useMay('outbox');
  const again = useSendMessageAgain();
  const mayGo = usePassQuestion();
  const [apart, setApart] = useState(false);
  const [asks, setAsks] = useState(false);
  const last = entries.at(-1);
  const told = entries.map((entry) => {
    const standing = standingOf(shown.messages, entry);
    return { entry, standing, anew: standing === 'open' ? sentAnew(shown, entry) : undefined };
  });
  const left = told.flatMap(({ entry, standing, anew }) => (standing === 'open' && !anew ? [entry] : []));
  const open = left.length;
  const mail = shown.messages.find((one) => one.direction === 'sent' && one.outbox_id === last?.outbox_id);
  if (!last) return null;
  const send = async (mid: string) => {
    setAsks(true);
    try {
      if (!(await mayGo(left.flatMap(({ to }) => to.flatMap(({ address }) => address ?? []))))) return;
      // Whoever got it at another address since does not get it once more: the mail itself goes to all that it did not reach.
      const mids = told.some(({ anew }) => anew) ? left.map(({ id }) => id) : [mid];
      for (const one of mids) await again.mutateAsync({ id: shown.id, mid: one });
      notifyDone(t('failure.again'));
    } catch (error) {
      notifyProblem(error, t);
    } finally {
      setAsks(false);
    }
  };
  return (
    <>
      <article
        className={classes.failure}
        data-open={open > 0 || undefined}
        aria-label={t('failure.manyLabel', { count: entries.length })}
      >
        <IconAlert size={20} className={classes.icon} aria-hidden />
        <div className={classes.body}>
          <header className={classes.head}>
            <strong>{t('failure.many', { count: entries.length })}</strong>
            <Time at={last.created_at} />
          </header>
          <p className={classes.subject}>{last.subject}</p>
          {open > 0 && open < entries.length && (
            <p className={classes.subject}>{t('failure.ofThem', { count: open })}</p>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <ul className={classes.list} tabIndex={0}>
            {told.map(({ entry, standing, anew }) => (
              <Recipient key={entry.id} entry={entry} standing={standing} anew={anew} />
            ))}
          </ul>
          <Group gap="xs" mt="sm">
            {open > 0 && mail && (
              <Button
                size="compact-sm"
                leftSection={<IconRefresh size={15} />}
                loading={asks}
                onClick={() => void send(mail.id)}
              >
                {t('failure.tryAll', { count: open })}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              aria-expanded={apart}
              onClick={() => setApart((before) => !before)}
            >
              {t(apart ? 'failure.together' : 'failure.each')}
            </Button>
            {mayOutbox && last.outbox_id && <ToOutbox id={last.outbox_id} />}
          </Group>
        </div>
      </article>
      {apart &&
        entries.map((entry) => (
          <FailureCard key={entry.id} shown={shown} message={entry} onWrite={onWrite} />
        ))}
    </>
  );
}

type RecipientProps = { entry: Message; standing: FailureStanding; anew: SentAnew | undefined };

/** One of them, and why, or what became of him since. */
function Recipient({ entry, standing, anew }: RecipientProps) {
  const { t } = useTranslation();
  const since = { again: 'failure.triedAgain', arrived: 'failure.arrived' } as const;
  const ofAnew = anew && t(ANEW[anew.state], { address: anew.to });
  const told = standing === 'again' || standing === 'arrived' ? t(since[standing]) : ofAnew;
  return (
    <li>
      <span>{entry.to.map(({ address }) => address).join(', ')}</span>{' '}
      <span className={classes.reason} title={told ? undefined : entry.text}>
        {told ?? shortWords(entry.meaning) ?? entry.text}
      </span>
    </li>
  );
}
