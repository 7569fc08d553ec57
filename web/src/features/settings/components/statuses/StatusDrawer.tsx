import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import type { Colour, Status } from '@/lib/api/types';
import { useChangeStatus, useCreateStatus } from '../../api/statuses';
import { NameAndColour } from '../words/NameAndColour';
import type { Kind } from './StatusGroup';

type Values = {
  name: string;
  colour: Colour;
  new_case_on_reply: boolean;
  in_queue: boolean;
  usual: boolean;
};

type Props = { /** None for a new one. */ status: Status | undefined; kind: Kind; onClose: () => void };

/** What a status is called, and what it does to its cases. */
export function StatusDrawer({ status, kind, onClose }: Props) {
  const { t } = useTranslation();
  const create = useCreateStatus();
  const change = useChangeStatus();
  const form = useForm<Values>({
    initial: {
      name: status?.name ?? '',
      colour: status?.colour ?? 'granite',
      new_case_on_reply: status?.new_case_on_reply ?? false,
      in_queue: status?.in_queue ?? kind === 'open',
      usual: status?.is_usual ?? false,
    },
    check: ({ name }) => ({ name: name.trim() || status?.is_default ? undefined : t('field.required') }),
    error: create.error ?? change.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const done = (text: string) => ({
      onSuccess: () => {
        notifyDone(text);
        onClose();
      },
    });
    const body = { ...values, name: values.name.trim() };
    if (status) change.mutate({ id: status.id, ...body }, done(t('statuses.saved')));
    else {
      const { usual: _usual, ...made } = body;
      create.mutate({ ...made, kind }, done(t('statuses.created')));
    }
  };
  const word = t(`status.${kind}`);
  return (
    <FormDrawer
      opened
      title={status ? t('common.about', { name: status.name ?? word }) : t('statuses.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={create.isPending || change.isPending}
      error={form.general}
      changed={form.changed}
    >
      <NameAndColour
        label={t('statuses.name')}
        description={status?.is_default ? t('statuses.nameHint', { word }) : t(`statuses.kind.${kind}`)}
        placeholder={status?.is_default ? word : undefined}
        maxLength={60}
        value={values}
        error={errorOf('name')}
        onChange={set}
      />
      {kind === 'open' && (
        <WithHelp name={t('statuses.inQueue')} help={t('statuses.inQueueHelp')}>
          <Checkbox
            label={t('statuses.inQueue')}
            checked={values.in_queue}
            onChange={(event) => set({ in_queue: event.currentTarget.checked })}
          />
        </WithHelp>
      )}
      <WithHelp name={t('statuses.newCaseOnReply')} help={t('statuses.newCaseOnReplyHelp')}>
        <Checkbox
          label={t('statuses.newCaseOnReply')}
          checked={values.new_case_on_reply}
          onChange={(event) => set({ new_case_on_reply: event.currentTarget.checked })}
        />
      </WithHelp>
      {status && (
        <WithHelp name={t('statuses.usual')} help={t('statuses.usualHelp')}>
          <Checkbox
            label={t('statuses.usual')}
            description={status.is_usual ? t('statuses.usualStays') : undefined}
            disabled={status.is_usual}
            checked={values.usual}
            onChange={(event) => set({ usual: event.currentTarget.checked })}
          />
        </WithHelp>
      )}
    </FormDrawer>
  );
}
