import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { OwnSending } from '@/lib/api/types';
import { useOwnSending } from '@/lib/requests/own-sending';
import { useChangeOwnSending } from '../api/sending';
import { Section } from './Section';
import classes from './SendingSection.module.css';

const SECONDS = [0, 5, 10, 20, 30, 60];

/** How long a mail waits for second thoughts, and as whom one writes. */
export function SendingSection() {
  const { t } = useTranslation();
  const { data } = useOwnSending();
  const change = useChangeOwnSending();
  const chosen = data?.undo_s ?? 10;
  const choices = SECONDS.includes(chosen) ? SECONDS : [...SECONDS, chosen].sort((a, b) => a - b);
  return (
    <Section title={t('profile.sending')}>
      <NativeSelect
        label={t('profile.undo')}
        description={t('profile.undoHint')}
        disabled={!data}
        value={String(chosen)}
        onChange={(event) =>
          change.mutate(
            { undo_s: Number(event.currentTarget.value) },
            {
              onSuccess: () => notifyDone(t('profile.saved')),
              onError: (error) => notifyProblem(error, t),
            },
          )
        }
        data={choices.map((count) => ({
          value: String(count),
          label: count === 0 ? t('profile.undoOff') : t('profile.undoSeconds', { count }),
        }))}
      />
      <p className={classes.note}>
        {whoHint(data, t)} <Link to="/profile/outgoing">{t('profile.outgoing.open')}</Link>
      </p>
    </Section>
  );
}

function whoHint(sending: OwnSending | undefined, t: TFunction): string {
  if (!sending) return '';
  if (!sending.own) return t('profile.outgoing.notAllowed');
  const { address, own_server, direct } = sending.own;
  if (own_server) return t('profile.outgoing.ownServer', { address });
  return t(direct ? 'profile.outgoing.direct' : 'profile.outgoing.sharedServer', { address });
}
