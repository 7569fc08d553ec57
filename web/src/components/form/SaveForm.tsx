import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '../problem/ProblemView';
import classes from './SaveForm.module.css';

type Props = {
  onSubmit: () => void;
  saving: boolean;
  /** A refusal that belongs to no single field. */
  error?: unknown;
  /** What the button says, where saving is more than that. */
  submit?: string | undefined;
  /** What stands below the button and is not saved by it, such as a test. */
  after?: ReactNode;
  children: ReactNode;
};

/** Settings on a page: the fields, and the button that saves them together. */
export function SaveForm({ onSubmit, saving, error, submit: label, after, children }: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {children}
      <ProblemView error={error} />
      <div>
        <Button type="submit" loading={saving}>
          {label ?? t('common.save')}
        </Button>
      </div>
      {after}
    </form>
  );
}
