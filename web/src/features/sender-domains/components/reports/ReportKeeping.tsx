import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { PagePart } from '@/components/page/PagePart';
import { notifyDone } from '@/components/problem/notify';
import { reportSettingsQuery, useSaveReportSettings } from '../../api/reports';

/** The fewest and the most days that the server takes. */
const DAYS = { min: 30, max: 800 };

/** How long reports on sender domains are kept. */
export function ReportKeeping() {
  const { t } = useTranslation();
  const found = useQuery(reportSettingsQuery);
  return (
    <PagePart
      title={t('domainReports.keeping.title')}
      lead={t('domainReports.keeping.lead')}
      query={found}
      rows={1}
    >
      {({ kept_days }) => <Fields initial={{ kept_days }} />}
    </PagePart>
  );
}

function Fields({ initial }: { initial: { kept_days: number } }) {
  const { t } = useTranslation();
  const save = useSaveReportSettings();
  const check = ({ kept_days: days }: typeof initial) => ({
    kept_days:
      Number.isInteger(days) && days >= DAYS.min && days <= DAYS.max
        ? undefined
        : t('domainReports.keeping.range', DAYS),
  });
  const form = useForm({ initial, check, error: save.error });
  const submit = () => {
    if (!form.isReady()) return;
    save.mutate(form.values.kept_days, { onSuccess: () => notifyDone(t('domainReports.keeping.saved')) });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={form.general}>
      <WithHelp name={t('domainReports.keeping.days')} help={t('domainReports.keeping.help')}>
        <NumberInput
          label={t('domainReports.keeping.days')}
          min={DAYS.min}
          max={DAYS.max}
          clampBehavior="none"
          suffix={` ${t('bins.days')}`}
          value={form.values.kept_days}
          error={form.errorOf('kept_days')}
          onChange={(days) => form.set({ kept_days: Number(days) })}
        />
      </WithHelp>
    </SaveForm>
  );
}
