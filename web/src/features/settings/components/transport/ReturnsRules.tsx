import { Checkbox, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { PagePart } from '@/components/page/PagePart';
import { notifyDone } from '@/components/problem/notify';
import { type ReturnsSettings, useReturnsSettings, useSaveReturnsSettings } from '../../api/returns';

/** The most that the server takes of each. */
const ACCEPTED_MAX = 100;
const TRIAL_DAYS_MAX = 30;

/**
 * How many mails may come back before their address is blocked, how long a mail must stay with one on trial, and whether a mail
 * from a blocked one lifts its block.
 */
export function ReturnsRules() {
  const { t } = useTranslation();
  const found = useReturnsSettings();
  return (
    <PagePart title={t('returns.title')} lead={t('returns.lead')} query={found} rows={1}>
      {(settings) => <Fields initial={settings} />}
    </PagePart>
  );
}

function Fields({ initial }: { initial: ReturnsSettings }) {
  const { t } = useTranslation();
  const save = useSaveReturnsSettings();
  const form = useForm({
    initial: initial as {
      accepted_returns: number | string;
      trial_days: number | string;
      mail_lifts_blocks: boolean;
    },
    check: ({ accepted_returns, trial_days }) => ({
      accepted_returns: isWithin(accepted_returns, ACCEPTED_MAX)
        ? undefined
        : t('problem.returns.accepted', { max: ACCEPTED_MAX }),
      trial_days: isWithin(trial_days, TRIAL_DAYS_MAX)
        ? undefined
        : t('problem.returns.trial_days', { max: TRIAL_DAYS_MAX }),
    }),
    error: save.error,
  });
  const submit = () => {
    if (!form.isReady()) return;
    const { accepted_returns, trial_days, mail_lifts_blocks } = form.values;
    const wanted = {
      accepted_returns: Number(accepted_returns),
      trial_days: Number(trial_days),
      mail_lifts_blocks,
    };
    save.mutate(wanted, { onSuccess: () => notifyDone(t('returns.saved')) });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={form.general}>
      <WithHelp name={t('returns.accepted')} help={t('returns.acceptedHelp')}>
        <NumberInput
          label={t('returns.accepted')}
          min={1}
          max={ACCEPTED_MAX}
          clampBehavior="none"
          allowDecimal={false}
          value={form.values.accepted_returns}
          error={form.errorOf('accepted_returns')}
          onChange={(accepted_returns) => form.set({ accepted_returns })}
        />
      </WithHelp>
      <WithHelp name={t('returns.trialDays')} help={t('returns.trialDaysHelp')}>
        <NumberInput
          label={t('returns.trialDays')}
          min={1}
          max={TRIAL_DAYS_MAX}
          clampBehavior="none"
          allowDecimal={false}
          value={form.values.trial_days}
          error={form.errorOf('trial_days')}
          onChange={(trial_days) => form.set({ trial_days })}
        />
      </WithHelp>
      <WithHelp name={t('returns.mailLifts')} help={t('returns.mailLiftsHelp')}>
        <Checkbox
          label={t('returns.mailLifts')}
          checked={form.values.mail_lifts_blocks}
          onChange={(event) => form.set({ mail_lifts_blocks: event.currentTarget.checked })}
        />
      </WithHelp>
    </SaveForm>
  );
}

function isWithin(value: number | string, max: number): boolean {
  return typeof value === 'number' && value >= 1 && value <= max;
}
