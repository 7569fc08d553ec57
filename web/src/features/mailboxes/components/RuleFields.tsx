import { Select, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import type { useForm } from '@/components/form/use-form';
import { foldersOf, useFaqEntries } from '@/lib/requests/faq';
import { useActiveTemplates } from '@/lib/requests/templates';
import type { MailboxValues } from '../mailbox-form';

const ALARMS_S = [900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
const COMMON_FIELDS = ['To', 'Cc', 'Reply-To', 'Date', 'X-Priority', 'List-Id', 'User-Agent'];

/** Which of the mailbox's mail is taken in, and what else is done for it. */
export function RuleFields({ form }: { form: ReturnType<typeof useForm<MailboxValues>> }) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const templates = useActiveTemplates();
  const entries = useFaqEntries();
  const folders = entries.length > 0 ? ['', ...foldersOf(entries)] : [];
  const after = (seconds: number) =>
    seconds < 3600
      ? t('mailboxes.form.minutes', { count: Math.round(seconds / 60) })
      : t('mailboxes.form.hours', { count: Math.round(seconds / 3600) });
  const alarms = [...new Set([...ALARMS_S, values.alarm_after_s])].sort((a, b) => a - b);
  return (
    <FieldGroup title={t('mailboxes.form.rules')}>
      <Switch
        label={t('mailboxes.form.noAutoReply')}
        description={t('mailboxes.form.noAutoReplyHint')}
        checked={!values.auto_reply}
        onChange={(event) => set({ auto_reply: !event.currentTarget.checked })}
      />
      {values.auto_reply && (
        <Select
          label={t('mailboxes.form.replyTemplate')}
          description={t('mailboxes.form.replyTemplateHint')}
          placeholder={t('mailboxes.form.ownTemplate')}
          clearable
          searchable
          data={templates.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.reply_template_id}
          error={errorOf('reply_template_id')}
          onChange={(reply_template_id) => set({ reply_template_id })}
        />
      )}
      {values.auto_reply && (folders.length > 0 || values.faq_folder !== null) && (
        <Select
          label={t('mailboxes.form.faqFolder')}
          description={t('mailboxes.form.faqFolderHint')}
          placeholder={t('mailboxes.form.faqNone')}
          clearable
          data={faqChoices(folders, values.faq_folder, t('mailboxes.form.faqAll'))}
          value={values.faq_folder === null ? null : `/${values.faq_folder}`}
          error={errorOf('faq_folder')}
          onChange={(folder) => set({ faq_folder: folder === null ? null : folder.slice(1) })}
        />
      )}
      <Switch
        label={t('mailboxes.form.importsAutomatic')}
        description={t('mailboxes.form.importsAutomaticHint')}
        checked={values.imports_automatic}
        onChange={(event) => set({ imports_automatic: event.currentTarget.checked })}
      />
      <TagsInput
        label={t('mailboxes.form.shownFields')}
        description={t('mailboxes.form.shownFieldsHint')}
        data={COMMON_FIELDS}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        value={values.shown_fields}
        error={errorOf('shown_fields')}
        onChange={(shown_fields) => set({ shown_fields })}
      />
      <TagsInput
        label={t('mailboxes.form.trustedGateways')}
        description={t('mailboxes.form.trustedGatewaysHint')}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        value={values.trusted_gateways}
        error={errorOf('trusted_gateways')}
        onChange={(trusted_gateways) => set({ trusted_gateways })}
      />
      {values.protocol !== 'smtp' && (
        <Select
          label={t('mailboxes.form.alarm')}
          description={t('mailboxes.form.alarmHint')}
          allowDeselect={false}
          data={alarms.map((seconds) => ({ value: String(seconds), label: after(seconds) }))}
          value={String(values.alarm_after_s)}
          error={errorOf('alarm_after_s')}
          onChange={(seconds) => set({ alarm_after_s: Number(seconds) })}
        />
      )}
    </FieldGroup>
  );
}

/** The folders, and one that is chosen and has nothing in it; a value is never empty. */
function faqChoices(folders: string[], chosen: string | null, all: string) {
  const known = chosen === null || folders.includes(chosen) ? folders : [...folders, chosen];
  return known.map((folder) => ({
    value: `/${folder}`,
    label: folder ? folder.split('/').join(' / ') : all,
  }));
}
