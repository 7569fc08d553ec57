import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { Help } from '@/components/help/Help';
import { IconKey } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { problemSentence } from '@/components/problem/problem-text';
import { StatusDot, type Tone } from '@/components/status/StatusDot';
import { Time } from '@/components/time/Time';
import { ApiProblem } from '@/lib/api/problem';
import type { SenderDomain } from '@/lib/api/types';
import { useCallOffKeys, useRotateKeys } from '../api/sender-domains';
import { hasLedKeys, isKeyLed } from '../standing';
import classes from './SenderDomains.module.css';

type Key = SenderDomain['keys'][number];

/** A key that is to sign and that nobody can find yet waits as the next ones do. */
function standing({ state, seen_at }: Key): { tone: Tone; word: Key['state'] | 'unseen' } {
  if (state === 'active') return seen_at ? { tone: 'good', word: state } : { tone: 'wait', word: 'unseen' };
  return { tone: state === 'next' ? 'wait' : 'quiet', word: state };
}

/** Whether mail of the keys before may be on its way, so that their names are needed. */
const needsNames = (error: unknown) =>
  error instanceof ApiProblem && error.code === 'sender_domain.keys_needed';

/** The keys of a domain, and new ones. */
export function DomainKeys({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const rotate = useRotateKeys(domain.id);
  const callOff = useCallOffKeys(domain.id);
  const waits = domain.keys.some(({ state }) => state === 'next');
  const led = hasLedKeys(domain) ? 'Led' : '';
  const isLost = domain.keys.every(({ state }) => state === 'retired');
  const mayRotate = isLost || (domain.state !== 'pending' && !waits);
  const ask = async () => {
    const question = {
      title: t('senderDomains.keys.rotateTitle', { name: domain.name }),
      text: t(`senderDomains.keys.rotateText${led}`),
      action: t('senderDomains.keys.rotate'),
    };
    if (!(await confirm(question))) return;
    rotate.mutate(
      { ownNames: false },
      {
        onSuccess: () => notifyDone(t(`senderDomains.keys.rotated${led}`)),
        onError: (error) => (needsNames(error) ? void askAgain(error) : notifyProblem(error, t)),
      },
    );
  };
  // Whose keys others may know does not wait for a week.
  const askAgain = async (refused: unknown) => {
    const question = {
      title: t('senderDomains.keys.ownNamesTitle', { name: domain.name }),
      text: `${problemSentence(refused, t)} ${t('senderDomains.keys.ownNamesText')}`,
      action: t('senderDomains.keys.ownNames'),
    };
    if (!(await confirm(question))) return;
    rotate.mutate(
      { ownNames: true },
      {
        onSuccess: () => notifyDone(t('senderDomains.keys.rotated')),
        onError: (error) => notifyProblem(error, t),
      },
    );
  };
  const end = async () => {
    const question = {
      title: t('senderDomains.keys.callOffTitle', { name: domain.name }),
      text: t(`senderDomains.keys.callOffText${led}`),
      action: t('senderDomains.keys.callOff'),
    };
    if (!(await confirm(question))) return;
    callOff.mutate(undefined, {
      onSuccess: () => notifyDone(t('senderDomains.keys.calledOff')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <section>
      <h2 className={classes.title}>
        {t('senderDomains.keys.title')}
        <Help name={t('senderDomains.keys.title')}>{t(`senderDomains.keys.help${led}`)}</Help>
      </h2>
      <p className={classes.lead}>{t('senderDomains.keys.lead')}</p>
      <ul className={classes.records}>
        {domain.keys.map((key) => (
          <KeyRow key={key.selector} signing={key} stays={isKeyLed(key, domain)} />
        ))}
      </ul>
      {waits && (
        <Button mt="sm" variant="default" loading={callOff.isPending} onClick={() => void end()}>
          {t('senderDomains.keys.callOff')}
        </Button>
      )}
      {mayRotate && (
        <Button
          mt="sm"
          variant="default"
          leftSection={<IconKey size={16} />}
          loading={rotate.isPending}
          onClick={() => void ask()}
        >
          {t('senderDomains.keys.rotate')}
        </Button>
      )}
    </section>
  );
}

/** What becomes of the record of a key that is out of use. */
function recordOf({ removable }: Key, stays: boolean): 'stays' | 'removable' | 'keepUntil' {
  if (stays) return 'stays';
  return removable ? 'removable' : 'keepUntil';
}

function KeyRow({ signing, stays }: { signing: Key; stays: boolean }) {
  const { t } = useTranslation();
  const { tone, word } = standing(signing);
  return (
    <li className={classes.record}>
      <div className={classes.heading}>
        <span>
          <code>{signing.selector}</code>{' '}
          <span className={classes.quiet}>
            {t(`senderDomains.algorithm.${signing.algorithm}`)} · {t('senderDomains.keys.since')}{' '}
            <Time at={signing.created_at} />
          </span>
        </span>
        <StatusDot tone={tone}>{t(`senderDomains.keys.state.${word}`)}</StatusDot>
      </div>
      {signing.state === 'retired' && (
        <p className={classes.quiet}>{t(`senderDomains.keys.${recordOf(signing, stays)}`)}</p>
      )}
    </li>
  );
}
