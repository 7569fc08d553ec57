import { Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SetFormer } from '@/components/address/SetFormer';
import { IconAlert, IconCheck } from '@/components/icons';
import { ServerWords } from '@/components/mail/ServerWords';
import { Time } from '@/components/time/Time';
import type { Case, Message } from '@/lib/api/types';
import { useOwnSending } from '@/lib/requests/own-sending';
import { useMay } from '@/lib/session/SessionContext';
import { type MainCure, mainCure } from '../cures';
import type { Mode } from '../draft';
import {
  addressNow,
  type FailureStanding,
  hadBlindCopy,
  type SentAnew,
  sentAnew,
  standingOf,
} from '../failures';
import { AsLinks, mayHelp } from './AsLinks';
import { CorrectAddress } from './CorrectAddress';
import { Cure, TryAgain } from './Cure';
import classes from './FailureCard.module.css';
import { OtherAddresses } from './OtherAddresses';
import { ToNewAddress } from './ToNewAddress';
import { ToOutbox } from './ToOutbox';

const SETTLED = {
  again: 'failure.triedAgain',
  arrived: 'failure.arrived',
  binned: 'failure.binned',
  toldAnew: 'failure.toldAnew',
  settled: 'failure.settled',
} as const satisfies Record<Exclude<FailureStanding, 'open'>, string>;

/** What became of a mail that went in its place. */
export const ANEW = {
  arrived: 'failure.anewArrived',
  underway: 'failure.anewUnderway',
  failed: 'failure.anewFailed',
} as const satisfies Record<SentAnew['state'], string>;

type Props = { shown: Case; message: Message; onWrite: (mode: Mode) => void };

/** A mail that did not arrive: whom it did not reach, why, in whose words, and what helps, or what has helped. */
export function FailureCard({ shown, message, onWrite }: Props) {
  const { t } = useTranslation();
  const recipient = message.to.map(({ address }) => address).join(', ');
  const standing = standingOf(shown.messages, message);
  const anew = standing === 'open' ? sentAnew(shown, message) : undefined;
  const left = message.meaning?.left ?? false;
  const blocks = message.failure?.blocks;
  const isOpen = standing === 'open' && !anew;
  return (
    <article
      className={classes.failure}
      data-open={isOpen || undefined}
      aria-label={t('failure.label', { recipient })}
    >
      {anew?.state === 'arrived' ? (
        <IconCheck size={20} className={classes.icon} aria-hidden />
      ) : (
        <IconAlert size={20} className={classes.icon} aria-hidden />
      )}
      <div className={classes.body}>
        <header className={classes.head}>
          <strong>{t('failure.title', { recipient })}</strong>
          <Time at={message.created_at} />
        </header>
        <p className={classes.subject}>{message.subject}</p>
        <ServerWords
          words={message.text}
          meaning={message.meaning}
          held={message.failure?.held_back}
          cure={isOpen}
        />
        {left && <p className={classes.subject}>{t('failure.left', { recipient })}</p>}
        {blocks && <p className={classes.subject}>{t(`failure.blocks.${blocks}`, { recipient })}</p>}
        {isOpen && <Cures {...{ shown, message, recipient, left, onWrite }} />}
        {anew && <p className={classes.subject}>{t(ANEW[anew.state], { address: anew.to })}</p>}
        {standing !== 'open' && <p className={classes.subject}>{t(SETTLED[standing])}</p>}
      </div>
    </article>
  );
}

type CuresProps = Props & { recipient: string; left: boolean };

/** What helps, as buttons; the one that fits what the words mean stands out and comes first. */
function Cures({ shown, message, recipient, left, onWrite }: CuresProps) {
  const { t } = useTranslation();
  const mayOutbox = useMay('outbox');
  const offer = useOwnSending().data?.file_links;
  const [corrects, setCorrects] = useState(false);
  const place = { id: shown.id, mid: message.id };
  const moved = message.meaning?.new_address ?? null;
  const main = mainCure(message, offer?.refused === null && mayHelp(shown, message));
  const variant = (cure: MainCure) => (main === cure ? undefined : 'default');
  const again = <TryAgain place={place} recipient={recipient} variant={variant('again')} />;
  return (
    <Group gap="xs" mt="sm">
      {main === 'again' && again}
      <AsLinks shown={shown} message={message} recipient={recipient} />
      <ToNewAddress place={place} address={moved} left={left} onWrite={onWrite} />
      <Cure variant={variant('correct')} onClick={() => setCorrects(true)}>
        {t('failure.rewrite')}
      </Cure>
      <OtherAddresses place={place} recipient={recipient} onWrite={onWrite} />
      {main !== 'again' && again}
      {left && <SetFormer address={recipient} size="compact-sm" />}
      {mayOutbox && message.outbox_id && <ToOutbox id={message.outbox_id} />}
      {corrects && (
        <CorrectAddress
          shown={shown}
          place={place}
          recipient={recipient}
          now={addressNow(shown.log, message) ?? recipient}
          proposed={moved}
          left={left}
          blind={hadBlindCopy(shown.messages, message)}
          onClose={() => setCorrects(false)}
          onWrite={onWrite}
        />
      )}
    </Group>
  );
}
