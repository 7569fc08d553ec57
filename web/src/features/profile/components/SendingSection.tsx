import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useChangeOwnSending, useOwnSending } from '../api/sending';
import { Section } from './Section';

const SECONDS = [0, 5, 10, 20, 30, 60];

/** How long a mail waits for second thoughts. */
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
          change.mutate(Number(event.currentTarget.value), {
            onSuccess: () => notifyDone(t('profile.saved')),
            onError: (error) => notifyProblem(error, t),
          })
        }
        data={choices.map((count) => ({
          value: String(count),
          label: count === 0 ? t('profile.undoOff') : t('profile.undoSeconds', { count }),
        }))}
      />
    </Section>
  );
}
