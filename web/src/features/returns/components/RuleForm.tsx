import { Alert, Button, Group, List, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { ReturnToReview } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useCreateRule, useTryRule } from '../api/returns';
import { CLASSES } from '../classes';

/** A rule of one's own, tried on what came back before it is saved. */
export function RuleForm({ about, onClose }: { about: ReturnToReview | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateRule();
  const trial = useTryRule();
  const form = useForm({
    initial: {
      class: 'mailbox-unknown',
      phrases: '',
      host: '',
      sample: about?.words ?? '',
    },
    check: ({ phrases, sample }) => ({
      phrases: phrases.trim() ? undefined : t('field.required'),
      sample: sample.trim() ? undefined : t('field.required'),
    }),
    error: create.error,
  });
  const { values, set, errorOf } = form;
  const input = {
    ...values,
    phrases: values.phrases
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  };
  const submit = () => {
    if (!form.isReady()) return;
    create.mutate(input, {
      onSuccess: () => {
        notifyDone(t('returnedMail.saved'));
        onClose();
      },
    });
  };
  return (
    <FormDrawer
      opened
      title={t('returnedMail.newRule')}
      onClose={onClose}
      onSubmit={submit}
      saving={create.isPending}
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
        data={CLASSES.map((value) => ({ value, label: textOf(`returns.class.${value}`) ?? value }))}
        value={values.class}
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
          disabled={input.phrases.length === 0 || !values.sample.trim()}
          onClick={() => trial.mutate(input)}
        >
          {t('returnedMail.form.try')}
        </Button>
      </Group>
      <ProblemView error={trial.error} />
      {trial.data && (
        <Alert
          color="blue"
          variant="light"
          role="status"
          title={t('returnedMail.form.changes', { count: trial.data.changed, tried: trial.data.tried })}
        >
          <List size="sm">
            {trial.data.changes.slice(0, 10).map(({ address, words, before, after }) => (
              <List.Item key={`${address} ${words}`}>
                {t('returnedMail.form.change', {
                  address,
                  before: textOf(`returns.class.${before}`) ?? before,
                  after: textOf(`returns.class.${after}`) ?? after,
                })}
                <Text size="xs">{words}</Text>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </FormDrawer>
  );
}
