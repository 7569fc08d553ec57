import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { ApiProblem } from '@/lib/api/problem';
import { useStopSending } from '../api/sending-stop';

/** The longest reason, characters. */
const WHY_MAX = 500;

/** The words of a question about a stop of all mail. */
export type Question = { title: string; lead: string; submit: string; done: string };

type Props = {
  question: Question;
  /** The reason that stands already; without one all mail is stopped. */
  before?: string;
  opened: boolean;
  onClose: () => void;
};

/** Asks why all mail is stopped, and what follows: it is stopped, or its stop gets another reason. */
export function StopReason({ question, before, opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={question.title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Reason question={question} before={before} onDone={onClose} />
    </Modal>
  );
}

function Reason({ question, before, onDone }: Pick<Props, 'question' | 'before'> & { onDone: () => void }) {
  const { t } = useTranslation();
  const stop = useStopSending();
  const [why, setWhy] = useState(before ?? '');
  const begin = () =>
    stop.mutate(
      { why, rewords: before !== undefined },
      {
        onSuccess: () => {
          notifyDone(question.done);
          onDone();
        },
        onError: (error) => {
          // What stands by now is on the page behind this question.
          if (!(error instanceof ApiProblem) || error.status !== 409) return;
          notifyProblem(error, t);
          onDone();
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{question.lead}</Text>
        <Textarea
          data-autofocus
          required
          autosize
          minRows={2}
          label={t('outbox.stop.why')}
          description={t('outbox.stop.whyHint')}
          maxLength={WHY_MAX}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <ProblemView error={stop.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            color={before === undefined ? 'red' : undefined}
            disabled={!why.trim() || why === before}
            loading={stop.isPending}
          >
            {question.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
