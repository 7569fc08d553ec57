import { NumberInput, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import { WorstSenderNote } from '@/components/sender-check/SenderNote';
import type { NoticeSettings } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { useSaveNoticeSettings } from '../../api/notice-settings';

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

/** From which address, with what in them, how many, and when users are reminded. */
export function NoticeSettingsForm({ settings }: { settings: NoticeSettings }) {
  const { t } = useTranslation();
  const save = useSaveNoticeSettings();
  const mailboxes = useMailboxNames(true);
  const form = useForm({ initial: settings, check: () => ({}), error: save.error });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (form.isReady()) save.mutate(values, { onSuccess: () => notifyDone(t('noticeSettings.saved')) });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={form.general}>
      <WithHelp name={t('noticeSettings.sender')} help={t('noticeSettings.senderHelp')}>
        <Select
          label={t('noticeSettings.sender')}
          placeholder={t('noticeSettings.ofCase')}
          clearable
          data={mailboxes.map(({ id, address }) => ({ value: id, label: readable(address) }))}
          value={values.mailbox_id}
          error={errorOf('mailbox_id')}
          onChange={(id) => set({ mailbox_id: id })}
        />
      </WithHelp>
      <WorstSenderNote
        addresses={mailboxes
          .filter(({ id }) => values.mailbox_id === null || id === values.mailbox_id)
          .map(({ address }) => address)}
      />
      <Switch
        label={t('noticeSettings.withText')}
        description={t('noticeSettings.withTextHelp')}
        checked={values.with_text}
        onChange={(event) => set({ with_text: event.currentTarget.checked })}
      />
      <WithHelp name={t('noticeSettings.perHour')} help={t('noticeSettings.perHourHelp')}>
        <NumberInput
          label={t('noticeSettings.perHour')}
          min={1}
          max={500}
          allowDecimal={false}
          value={values.per_hour}
          error={errorOf('per_hour')}
          onChange={(count) => set({ per_hour: Number(count) })}
        />
      </WithHelp>
      <WithHelp name={t('noticeSettings.remindDays')} help={t('noticeSettings.remindDaysHelp')}>
        <NumberInput
          label={t('noticeSettings.remindDays')}
          min={0}
          max={365}
          allowDecimal={false}
          suffix={` ${t('bins.days')}`}
          value={values.remind_days}
          error={errorOf('remind_days')}
          onChange={(count) => set({ remind_days: Number(count) })}
        />
      </WithHelp>
      <WithHelp name={t('noticeSettings.remindHour')} help={t('noticeSettings.remindHourHelp')}>
        <Select
          label={t('noticeSettings.remindHour')}
          allowDeselect={false}
          disabled={values.remind_days === 0}
          data={HOURS}
          value={String(values.remind_hour)}
          error={errorOf('remind_hour')}
          onChange={(hour) => hour && set({ remind_hour: Number(hour) })}
        />
      </WithHelp>
    </SaveForm>
  );
}
