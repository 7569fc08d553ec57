import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { useForm } from '@/components/form/use-form';
import type { MailboxTest } from '@/lib/api/types';
import type { MailboxValues } from '../mailbox-form';

const DAY_MS = 24 * 3600 * 1000;
type Survey = NonNullable<MailboxTest['survey']>;

function choiceOf({ history, import_from }: MailboxValues) {
  if (history === 'none') return 'new';
  if (history === undefined && import_from === undefined) return 'unsaid';
  return import_from ? 'date' : 'all';
}

/** From when on mail is taken in; counts what each choice would bring where the server told. */
export function ImportFrom({
  form,
  isNew,
  survey,
  waiting,
}: {
  form: ReturnType<typeof useForm<MailboxValues>>;
  /** Whether the mailbox is being made: nothing need be said then. */
  isNew: boolean;
  survey: Survey | null | undefined;
  waiting: number | null | undefined;
}) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const [choice, setChoice] = useState(() => choiceOf(values));
  const counted = (text: string, count: number | null | undefined) =>
    count === null || count === undefined ? text : `${text} (${t('mailboxes.mails', { count })})`;
  const spans = survey?.since.length ? survey.since : [7, 30, 365].map((days) => ({ days, mails: null }));
  const options = [
    ...(isNew ? [{ value: 'unsaid', label: t('mailboxes.from.unsaid') }] : []),
    { value: 'new', label: counted(t('mailboxes.from.new'), survey ? 0 : null) },
    ...spans.map(({ days, mails }) => ({
      value: String(days),
      label: counted(t('mailboxes.from.days', { count: days }), mails),
    })),
    { value: 'date', label: t('mailboxes.from.date') },
    { value: 'all', label: counted(t('mailboxes.from.all'), waiting) },
  ];
  const choose = (next: string | null) => {
    if (!next) return;
    setChoice(next);
    if (next === 'unsaid') return set({ history: undefined, import_from: undefined });
    if (next === 'all') return set({ history: 'all', import_from: null });
    if (next === 'new') return set({ history: 'none', import_from: null });
    const days = next === 'date' ? 30 : Number(next);
    set({ history: 'since', import_from: new Date(Date.now() - days * DAY_MS).toISOString() });
  };
  return (
    <>
      <Select
        label={t('mailboxes.form.importFrom')}
        description={
          choice === 'unsaid' ? t('mailboxes.form.importFromUnsaid') : t('mailboxes.form.importFromHint')
        }
        allowDeselect={false}
        data={options}
        value={choice}
        error={errorOf('import_from') ?? errorOf('history')}
        onChange={choose}
      />
      {choice === 'date' && (
        <TextInput
          type="date"
          label={t('mailboxes.form.importFromDate')}
          value={values.import_from?.slice(0, 10) ?? ''}
          onChange={(event) => {
            const date = event.currentTarget.value;
            if (date) set({ history: 'since', import_from: new Date(`${date}T00:00:00Z`).toISOString() });
          }}
        />
      )}
    </>
  );
}
