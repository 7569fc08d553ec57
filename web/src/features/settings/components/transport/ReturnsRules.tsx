import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { PagePart } from '@/components/page/PagePart';
import { notifyDone } from '@/components/problem/notify';
import { useReturnsSettings, useSaveReturnsSettings } from '../../api/returns';

/** The most that the server takes. */
const ACCEPTED_MAX = 100;

/** How many mails may come back before their address is blocked. */
export function ReturnsRules() {
  const { t } = useTranslation();
  const found = useReturnsSettings();
  return (
    <PagePart title={t('returns.title')} lead={t('returns.lead')} query={found} rows={1}>
      {({ accepted_returns }) => <Fields initial={accepted_returns} />}
    </PagePart>
  );
}

function Fields({ initial }: { initial: number }) {
  const { t } = useTranslation();
  const save = useSaveReturnsSettings();
  const form = useForm({
    initial: { accepted_returns: initial as number | string },
    check: ({ accepted_returns: accepted }) => ({
      accepted_returns:
        typeof accepted === 'number' && accepted >= 1 && accepted <= ACCEPTED_MAX
          ? undefined
          : t('problem.returns.accepted', { max: ACCEPTED_MAX }),
    }),
    error: save.error,
  });
  const submit = () => {
    if (!form.isReady()) return;
    save.mutate(Number(form.values.accepted_returns), { onSuccess: () => notifyDone(t('returns.saved')) });
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
    </SaveForm>
  );
}
