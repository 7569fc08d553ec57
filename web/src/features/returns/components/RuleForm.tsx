import { Button, Group, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { OwnReturnRule, ReturnToReview } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { RULE_CLASSES } from '@/lib/mail/return-classes';
import { useSaveRule, useTryRule } from '../api/rules';
import { phraseOf } from '../phrase-of';
import { TrialResult } from './TrialResult';

type Props = {
  /** The return whose words a new rule explains. */
  about?: ReturnToReview | undefined;
  /** The rule that is changed. */
  rule?: OwnReturnRule | undefined;
  onClose: () => void;
};

/** A rule of one's own. It is tried on what came back before it is saved, and what would differ is told. */
export function RuleForm({ about, rule, onClose }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const save = useSaveRule();
  const trial = useTryRule();
  const form = useForm({
    initial: {
      // Nothing is chosen for him: what he would leave as it is might block. Nor is what a rule may not say any more.
      class: RULE_CLASSES.find((name) => name === rule?.class) ?? '',
      phrases: rule?.phrases.join('\n') ?? phraseOf(about?.words ?? ''),
      host: rule?.host ?? '',
      sample: rule?.sample ?? about?.words ?? '',
    },
    check: ({ class: meaning, phrases, sample }) => ({
      class: meaning ? undefined : t('field.required'),
      phrases: phrases.trim() ? undefined : t('field.required'),
      sample: sample.trim() ? undefined : t('field.required'),
    }),
    error: save.error ?? trial.error,
  });
  const { values, errorOf } = form;
  // What was tried is another rule than the one that stands there then.
  const set: typeof form.set = (change) => {
    trial.reset();
    form.set(change);
  };
  const phrases = values.phrases.split('\n').map((line) => line.trim());
  const draft = { id: rule?.id, body: { ...values, phrases: phrases.filter(Boolean) } };
  const submit = async () => {
    if (!form.isReady()) return;
    const tried = trial.data ?? (await trial.mutateAsync(draft).catch(() => undefined));
    if (!tried) return;
    const question = {
      title: t(rule ? 'returnedMail.saveTitle' : 'returnedMail.makeTitle'),
      text: `${t('returnedMail.form.changes', { count: tried.changed, tried: tried.tried })}. ${t('returnedMail.saveText')}`,
      action: t('common.save'),
      harmless: true,
    };
    if (!(await confirm(question))) return;
    save.mutate(draft, {
      onSuccess: ({ explained }) => {
        notifyDone(
          t(explained ? 'returnedMail.savedAndExplained' : 'returnedMail.saved', { count: explained }),
        );
        onClose();
      },
    });
  };
  return (
    <FormDrawer
      opened
      title={t(rule ? 'returnedMail.changeRule' : 'returnedMail.newRule')}
      onClose={onClose}
      onSubmit={() => void submit()}
      saving={save.isPending || trial.isPending}
      error={form.general}
      changed={form.changed}
    >
      <Textarea
        label={t('returnedMail.form.phrases')}
        description={t('returnedMail.form.phrasesHint')}
        autosize
        minRows={2}
        data-autofocus
        value={values.phrases}
        error={errorOf('phrases')}
        onChange={(event) => set({ phrases: event.currentTarget.value })}
      />
      <Select
        label={t('returnedMail.form.class')}
        description={t('returnedMail.form.classHint')}
        allowDeselect={false}
        searchable
        data={RULE_CLASSES.map((value) => ({ value, label: textOf(`returns.class.${value}`) ?? value }))}
        placeholder={t('returnedMail.form.choose')}
        value={values.class || null}
        error={errorOf('class')}
        onChange={(value) => value && set({ class: value })}
      />
      <TextInput
        label={t('returnedMail.form.host')}
        description={t('returnedMail.form.hostHint')}
        value={values.host}
        error={errorOf('host')}
        onChange={(event) => set({ host: event.currentTarget.value })}
      />
      <Textarea
        label={t('returnedMail.form.sample')}
        description={t('returnedMail.form.sampleHint')}
        autosize
        minRows={2}
        value={values.sample}
        error={errorOf('sample')}
        onChange={(event) => set({ sample: event.currentTarget.value })}
      />
      <Group>
        <Button
          variant="default"
          loading={trial.isPending}
          disabled={!values.class || draft.body.phrases.length === 0 || !values.sample.trim()}
          onClick={() => trial.mutate(draft)}
        >
          {t('returnedMail.form.try')}
        </Button>
      </Group>
      {trial.data && <TrialResult trial={trial.data} />}
    </FormDrawer>
  );
}
