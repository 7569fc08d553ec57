import { Anchor, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconPause, IconResume } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import type { AutoReplyPause } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useLiftPause } from '../api/lift-pause';
import { usePauses } from '../api/list-pauses';
import classes from './AutoReplies.module.css';

/** Who gets no automatic replies for a time, and why; each can be lifted. Nothing when there is none. */
export function Pauses() {
  const { t } = useTranslation();
  const pauses = usePauses();
  if (pauses.isError) return <ErrorState error={pauses.error} onRetry={() => void pauses.refetch()} />;
  if (!pauses.data?.length) return null;
  return (
    <section className={classes.pauses} aria-label={t('autoReplies.pauses')}>
      <h2 className={classes.pausesTitle}>
        <IconPause size={18} aria-hidden /> {t('autoReplies.pauses')}
      </h2>
      <p className={classes.hint}>{t('autoReplies.pausesHint')}</p>
      <ul className={classes.list}>
        {pauses.data.map((pause) => (
          <PauseItem key={pause.id} pause={pause} />
        ))}
      </ul>
    </section>
  );
}

function PauseItem({ pause }: { pause: AutoReplyPause }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lift = useLiftPause();
  const who = useWho(pause);
  const end = () =>
    lift.mutate(pause.id, {
      onSuccess: () => notifyDone(t('autoReplies.lifted')),
      onError: (error) => notifyProblem(error, t),
    });
  return (
    <li className={classes.pause}>
      <span className={classes.who}>
        <strong>{who}</strong>
        <span className={classes.hint}>
          {t('autoReplies.pauseWhy', {
            count: pause.asked,
            refused: pause.refused,
            since: format.short(pause.since),
            resumes: format.relative(pause.resumes_at),
          })}
        </span>
        {pause.case_id && (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link to="/cases/$caseId" params={{ caseId: pause.case_id ?? '' }} {...props} />
            )}
          >
            {t('autoReplies.openCase')}
          </Anchor>
        )}
      </span>
      <Button
        variant="light"
        leftSection={<IconResume size={16} />}
        aria-label={`${t('autoReplies.lift')}: ${who}`}
        loading={lift.isPending}
        onClick={end}
      >
        {t('autoReplies.lift')}
      </Button>
    </li>
  );
}

function useWho({ scope, address, case_number }: AutoReplyPause): string {
  const { t } = useTranslation();
  if (scope === 'forward') return t('autoReplies.pausedForward', { address: address ?? '' });
  if (address) return t('autoReplies.pausedAddress', { address });
  if (case_number !== null) return t('autoReplies.pausedCase', { number: case_number });
  return t('autoReplies.pausedAll');
}
