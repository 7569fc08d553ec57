import { Button, Group, Pill } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClearBlock } from '@/components/address/ClearBlock';
import { CorrectPerson } from '@/components/address/CorrectPerson';
import { DecisionsOnAddress } from '@/components/address/DecisionsOnAddress';
import { ReturnsOfAddress } from '@/components/address/ReturnsOfAddress';
import { EndTrial, PutOnTrial } from '@/components/address/TrialActions';
import { useCauseWords } from '@/components/address/use-cause-words';
import { useNotifyCleared } from '@/components/address/use-notify-cleared';
import { useTrialSentence } from '@/components/address/use-trial-sentence';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconBlocked, IconRestore, IconTrash } from '@/components/icons';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import type { PersonAddress } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { movedTo } from '@/lib/mail/moved-to';
import { useClearBlocks, useDeleteAddresses } from '@/lib/requests/blocked-addresses';
import type { Corrected } from '@/lib/requests/correct-address';
import { useMay } from '@/lib/session/SessionContext';
import classes from './PersonCard.module.css';

type Props = {
  person: { id: string; name: string };
  one: PersonAddress;
  /** Returns that may come before the next one blocks. */
  accepted: number;
  usual: boolean;
  onGone: () => void;
  onCorrected: (corrected: Corrected) => void;
};

/** How an address does: whether it is written to, what came back, what was decided, and what can be done. */
export function AddressPast({ person, one, accepted, usual, onGone, onCorrected }: Props) {
  const { t } = useTranslation();
  const cause = useCauseWords();
  const say = useTrialSentence();
  const { address, standing, trial, history, changes } = one;
  const blocked = standing?.scope ?? null;
  return (
    <article className={classes.address} data-blocked={blocked !== null || undefined}>
      <h4 className={classes.name}>
        {blocked !== null && <IconBlocked size={16} aria-hidden />}
        <span>{readable(address)}</span>
        {usual && <Pill size="xs">{t('personCard.usual')}</Pill>}
      </h4>
      {standing && (
        <p className={classes.state}>
          {blocked === null ? t('blockedAddresses.freeHint') : `${cause(standing)}. `}
          {blocked !== null && (trial ? say(trial, blocked) : t(`blockedAddresses.stops.${blocked}`))}
          {blocked === null && standing.returns > 0 && (
            <> {t('blockedAddresses.ofAccepted', { count: standing.returns, accepted })}</>
          )}
        </p>
      )}
      <Group gap="xs">
        {standing && <Actions one={one} onGone={onGone} />}
        {history.length > 0 && (
          <CorrectPerson person={person} address={address} proposed={movedTo(history)} onDone={onCorrected} />
        )}
      </Group>
      {history.length > 0 && <ReturnsOfAddress history={history} />}
      <DecisionsOnAddress changes={changes} />
    </article>
  );
}

function Actions({ one, onGone }: Pick<Props, 'one' | 'onGone'>) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const may = useMay('outbox');
  const mayDelete = useMay('delete');
  const [clearing, setClearing] = useState(false);
  const clear = useClearBlocks();
  const notifyCleared = useNotifyCleared();
  const remove = useDeleteAddresses();
  const { address, standing, trial } = one;
  if (!may || !standing) return null;
  const onError = (error: unknown) => notifyProblem(error, t);
  const drop = async () => {
    const question = {
      title: t('personCard.deleteTitle', { address }),
      text: t('blockedAddresses.ask.delete.text'),
      action: t('personCard.delete'),
    };
    if (!(await confirm(question))) return;
    remove.mutate([standing.id], {
      onSuccess: (outcome) => {
        notifyBulk(outcome, (count) => t('blockedAddresses.ask.delete.done', { count }), t);
        if (outcome.done > 0) onGone();
      },
      onError,
    });
  };
  return (
    <>
      {standing.blocked_at && (
        <Button size="xs" leftSection={<IconRestore size={15} />} onClick={() => setClearing(true)}>
          {t('blockedAddresses.clear')}
        </Button>
      )}
      {standing.blocked_at &&
        (trial ? <EndTrial size="xs" id={standing.id} /> : <PutOnTrial size="xs" id={standing.id} />)}
      {mayDelete && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash size={15} />}
          loading={remove.isPending}
          onClick={() => void drop()}
        >
          {t('personCard.delete')}
        </Button>
      )}
      {clearing && (
        <ClearBlock
          title={t('blockedAddresses.clearOne', { address })}
          of={standing.complained_at ? 'complained' : 'one'}
          saving={clear.isPending}
          onClose={() => setClearing(false)}
          onClear={(clearing) =>
            clear.mutate(
              { ids: [standing.id], ...clearing },
              {
                onSuccess: (outcome) => {
                  notifyCleared(outcome, [standing.id]);
                  setClearing(false);
                },
                onError,
              },
            )
          }
        />
      )}
    </>
  );
}
