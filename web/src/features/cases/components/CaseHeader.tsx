import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconArrowLeft, IconCheck, IconEdit, IconRefresh } from '@/components/icons';
import type { Case, CaseChange, CaseStatus } from '@/lib/api/types';
import { headingPlace } from '../keep-focus';
import classes from './CaseHeader.module.css';
import { CaseMenu } from './CaseMenu';
import { CaseStatusDot } from './CaseStatusDot';
import { FollowButton } from './FollowButton';

const LIVING: CaseStatus[] = ['open', 'waiting', 'closed'];

type Props = { shown: Case; onBack: () => void; onChange: (change: CaseChange) => void; more: ReactNode };

/** The case's number, subject and status, and the one button that ends it. */
export function CaseHeader({ shown, onBack, onChange, more }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const closed = shown.status === 'closed';
  const others = shown.viewers.map((viewer) => viewer.name);
  return (
    <header className={classes.header}>
      <Tooltip label={t('shortcuts.back')}>
        <ActionIcon size="lg" aria-label={t('shortcuts.back')} onClick={onBack}>
          <IconArrowLeft size={20} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.titles}>
        {editing ? (
          <TitleForm
            title={shown.title}
            onDone={() => setEditing(false)}
            onSave={(title) => onChange({ title })}
          />
        ) : (
          <h1 {...headingPlace} className={classes.title}>
            <span>{shown.title || t('common.noSubject')}</span>
            <ActionIcon size="sm" aria-label={t('case.editTitle')} onClick={() => setEditing(true)}>
              <IconEdit size={15} />
            </ActionIcon>
          </h1>
        )}
        <p className={classes.facts}>
          <span>{t('cases.number', { number: shown.number })}</span>
          <CaseStatusDot shown={shown} />
          {others.length > 0 && (
            <span className={classes.viewers} role="status">
              {t('case.viewers', { count: others.length, names: others.join(', ') })}
            </span>
          )}
        </p>
      </div>
      <FollowButton caseId={shown.id} />
      {LIVING.includes(shown.status) && (
        <Button
          className={classes.close}
          variant="default"
          aria-label={closed ? t('case.reopen') : t('case.close')}
          onClick={() => onChange({ status: closed ? 'open' : 'closed' })}
        >
          {closed ? <IconRefresh size={16} /> : <IconCheck size={16} />}
          <span className={classes.words}>{closed ? t('case.reopen') : t('case.close')}</span>
        </Button>
      )}
      {LIVING.includes(shown.status) && <CaseMenu shown={shown} />}
      {more}
    </header>
  );
}

type FormProps = { title: string; onSave: (title: string) => void; onDone: () => void };

function TitleForm({ title, onSave, onDone }: FormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && text.trim() !== title) onSave(text.trim());
    onDone();
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        aria-label={t('case.title')}
        value={text}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Button type="submit">{t('common.save')}</Button>
      <Button variant="default" onClick={onDone}>
        {t('common.cancel')}
      </Button>
    </form>
  );
}
