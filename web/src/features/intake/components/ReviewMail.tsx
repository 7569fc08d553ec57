import { Alert, Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMessage } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { IntakeDetail } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useDecideIntake } from '../api/decide-intake';

type Props = { mail: IntakeDetail; onGone: () => void };

/** A mail that may belong to a case: what speaks for it, why that is not enough, and the choice. */
export function ReviewMail({ mail, onGone }: Props) {
  const { t } = useTranslation();
  const decide = useDecideIntake(mail.id);
  const review = mail.review;
  const [number, setNumber] = useState<number | undefined>(review?.case_number);
  if (!review || mail.state !== 'review') return null;
  const settle = (case_number: number | null) =>
    decide.mutate(case_number, {
      onSuccess: () => {
        notifyDone(t('intake.review.done'));
        onGone();
      },
      onError: (error) => notifyProblem(error, t),
    });
  const why = textOf(`intake.review.${review.because}`, { number: review.case_number });
  return (
    <Alert
      color="yellow"
      icon={<IconMessage size={18} />}
      title={t('intake.review.title', { number: review.case_number })}
      mb="md"
    >
      {why && <p>{why}</p>}
      {review.evidence && <p>{t('timeline.evidence', { evidence: review.evidence })}</p>}
      <Group gap="xs" align="flex-end">
        <NumberInput
          label={t('intake.review.number')}
          w={120}
          min={1}
          allowDecimal={false}
          hideControls
          value={number ?? ''}
          onChange={(value) => setNumber(typeof value === 'number' ? value : undefined)}
        />
        <Button disabled={!number} loading={decide.isPending} onClick={() => number && settle(number)}>
          {t('intake.review.belongs')}
        </Button>
        <Button variant="default" disabled={decide.isPending} onClick={() => settle(null)}>
          {t('intake.review.newCase')}
        </Button>
      </Group>
    </Alert>
  );
}
