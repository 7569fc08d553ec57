import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { PagePart } from '@/components/page/PagePart';
import { notifyDone } from '@/components/problem/notify';
import type { BinDays } from '@/lib/api/types';
import { binsQuery } from '@/lib/requests/bins';
import { useSaveBins } from '../../api/bins';

/** The longest that the server takes, days. */
const DAYS_MAX = 365;
const BINS = ['cases', 'spam', 'queues'] as const;

/** How long what was thrown away can be restored. */
export function BinsForm() {
  const { t } = useTranslation();
  const found = useQuery(binsQuery);
  return (
    <PagePart title={t('bins.title')} lead={t('bins.lead')} query={found} rows={3}>
      {(days) => <Fields initial={days} />}
    </PagePart>
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
  const submit = () => {
    if (form.isReady()) save.mutate(form.values, { onSuccess: () => notifyDone(t('bins.saved')) });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={form.general}>
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
    </SaveForm>
  );
}
