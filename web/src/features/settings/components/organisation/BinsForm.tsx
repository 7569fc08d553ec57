import { Button, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { BinDays } from '@/lib/api/types';
import { binsQuery } from '@/lib/requests/bins';
import { useSaveBins } from '../../api/bins';
import classes from './OrganisationForm.module.css';

/** The longest that the server takes, days. */
const DAYS_MAX = 365;
const BINS = ['cases', 'spam', 'queues'] as const;

/** How long what was thrown away can be restored. */
export function BinsForm() {
  const { t } = useTranslation();
  const found = useQuery(binsQuery);
  return (
    <section>
      <h2 className={classes.heading}>{t('bins.title')}</h2>
      <p className={classes.lead}>{t('bins.lead')}</p>
      {found.isPending && <LoadingRows rows={3} height={48} />}
      {found.isError && <ProblemView error={found.error} />}
      {found.data && <Fields initial={found.data} />}
    </section>
  );
}

function Fields({ initial }: { initial: BinDays }) {
  const { t } = useTranslation();
  const save = useSaveBins();
  const fault = (days: number) =>
    Number.isInteger(days) && days >= 1 && days <= DAYS_MAX ? undefined : t('bins.range', { max: DAYS_MAX });
  const check = ({ cases, spam, queues }: BinDays) => ({
    cases: fault(cases),
    spam: fault(spam),
    queues: fault(queues),
  });
  const form = useForm({ initial, check, error: save.error });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.isReady()) save.mutate(form.values, { onSuccess: () => notifyDone(t('bins.saved')) });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {BINS.map((bin) => (
        <WithHelp key={bin} name={t(`bins.${bin}`)} help={t(`bins.${bin}Help`)}>
          <NumberInput
            label={t(`bins.${bin}`)}
            min={1}
            max={DAYS_MAX}
            clampBehavior="none"
            suffix={` ${t('bins.days')}`}
            value={form.values[bin]}
            error={form.errorOf(bin)}
            onChange={(days) => form.set({ [bin]: Number(days) })}
          />
        </WithHelp>
      ))}
      <ProblemView error={form.general} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
