import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case, CaseChange } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import classes from './CaseSide.module.css';

type Props = { shown: Case; onChange: (change: CaseChange) => void };

/** When a waiting case opens by itself. */
export function WaitUntil({ shown, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useState('');
  if (shown.status !== 'waiting') return null;
  if (shown.wait_until) {
    return (
      <div className={classes.wait}>
        <span>{t('waitUntil.until', { when: format.full(shown.wait_until) })}</span>
        <Button size="compact-xs" variant="subtle" onClick={() => onChange({ wait_until: null })}>
          {t('common.remove')}
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // What the field holds is the time on the reader's own wall.
    if (text) onChange({ wait_until: new Date(text).toISOString() });
  };
  return (
    <form onSubmit={submit} className={classes.waitForm}>
      <TextInput
        type="datetime-local"
        label={t('waitUntil.label')}
        description={t('waitUntil.hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="light" disabled={!text}>
        {t('waitUntil.set')}
      </Button>
    </form>
  );
}
