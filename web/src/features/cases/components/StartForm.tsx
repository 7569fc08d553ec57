import { Button, Group, NativeSelect, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconOutbox } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Draft, Sender } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useUndoTime } from '../api/open-compose';
import { keepNewDraft, useStartCase } from '../api/start-case';
import { useUndo } from '../use-undo';
import { notifyUndo } from './UndoToast';

/** A pause in typing after which the draft is kept. */
const PAUSE_MS = 800;

type Fields = { mailbox_id: string; to: string[]; cc: string[]; subject: string; text: string };
type Props = { senders: Sender[]; begun: Draft | null };

/** Who, to whom, about what, and the text; kept as a draft while it is typed. */
export function StartForm({ senders, begun }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [fields, setFields] = useState<Fields>(() => fieldsOf(begun, senders));
  const start = useStartCase();
  const undo_s = useUndoTime();
  useKeeping(fields, start.isPending || start.isSuccess);
  const change = (next: Partial<Fields>) => setFields((before) => ({ ...before, ...next }));
  const { mailbox_id, to, cc, subject, text } = fields;
  const wrong = [...to, ...cc].find((address) => !isAddress(address));
  const ready = to.length > 0 && !wrong && subject.trim() !== '' && text.trim() !== '';
  const undo = useUndo();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    start.mutate(
      { mailbox_id, mail: { text, to, cc, subject, undo_s } },
      {
        onSuccess: ({ case_id, message_id }) => {
          const onUndo = () => undo(case_id, message_id);
          notifyUndo({ id: message_id, seconds: undo_s, title: t('start.sent'), onUndo });
          void navigate({ to: '/cases/$caseId', params: { caseId: case_id } });
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack maw="46rem">
        <NativeSelect
          label={t('start.from')}
          value={mailbox_id}
          onChange={(event) => change({ mailbox_id: event.currentTarget.value })}
          data={senders.map((sender) => ({
            value: sender.mailbox_id,
            label: sender.name ? `${sender.name} <${sender.address}>` : sender.address,
          }))}
        />
        <TagsInput
          label={t('start.to')}
          value={to}
          onChange={(next) => change({ to: next })}
          acceptValueOnBlur
          splitChars={[',', ';', ' ']}
          error={wrong && t('reply.addressInvalid', { address: wrong })}
        />
        <TagsInput
          label={t('reply.cc')}
          value={cc}
          onChange={(next) => change({ cc: next })}
          acceptValueOnBlur
          splitChars={[',', ';', ' ']}
        />
        <TextInput
          label={t('reply.subject')}
          value={subject}
          onChange={(event) => change({ subject: event.currentTarget.value })}
        />
        <Textarea
          label={t('start.text')}
          autosize
          minRows={10}
          value={text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <ProblemView error={start.error} />
        <Group justify="flex-end">
          <Button
            type="submit"
            disabled={!ready}
            loading={start.isPending}
            leftSection={<IconOutbox size={16} />}
          >
            {t('start.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function fieldsOf(begun: Draft | null, senders: Sender[]): Fields {
  return {
    mailbox_id: begun?.mailbox_id ?? senders[0]?.mailbox_id ?? '',
    to: begun?.to ?? [],
    cc: begun?.cc ?? [],
    subject: begun?.subject ?? '',
    text: begun?.text ?? '',
  };
}

/** Keeps what is typed after a pause, until it is sent. */
function useKeeping(fields: Fields, over: boolean): void {
  const first = useRef(fields);
  useEffect(() => {
    if (over || first.current === fields) return;
    const timer = setTimeout(() => void keepNewDraft(fields).catch(() => undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [fields, over]);
}
