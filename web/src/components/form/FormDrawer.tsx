import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../confirm/ConfirmProvider';
import { Help } from '../help/Help';
import { SideDrawer } from '../page/SideDrawer';
import { ProblemView } from '../problem/ProblemView';
import classes from './FormDrawer.module.css';

type Props = {
  opened: boolean;
  title: string;
  onClose: () => void;
  onSubmit: () => void;
  saving: boolean;
  /** A refusal that belongs to no single field. */
  error?: unknown;
  /** Whether something would be lost; then the drawer asks before a slip of the hand closes it. */
  changed?: boolean;
  /** A further button at the left, such as one that deletes. */
  aside?: ReactNode;
  submit?: string;
  /** What is to be known before it is saved; beside the buttons, where no field hides it. */
  notice?: ReactNode;
  /** Why it cannot be sent yet. */
  waits?: string;
  /** The width, where the form needs more than usual. */
  size?: string;
  children: ReactNode;
};

/** A form beside the list of what it changes; its buttons stay in sight. */
export function FormDrawer(props: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  const leave = async () => {
    const question = {
      title: t('confirm.discardTitle'),
      text: t('confirm.discardText'),
      action: t('confirm.discard'),
    };
    if (!props.changed || (await confirm(question))) props.onClose();
  };
  return (
    <SideDrawer
      opened={props.opened}
      onClose={() => void leave()}
      title={props.title}
      size={props.size ?? '34rem'}
    >
      <form onSubmit={submit} className={classes.form} noValidate>
        <div className={classes.fields}>{props.children}</div>
        <div className={classes.problem}>
          {props.notice}
          <ProblemView error={props.error} />
        </div>
        <div className={classes.buttons}>
          {props.aside}
          <span className={classes.space} />
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            disabled={props.waits !== undefined}
            title={props.waits}
            loading={props.saving}
          >
            {props.submit ?? t('common.save')}
          </Button>
        </div>
      </form>
    </SideDrawer>
  );
}

type GroupProps = {
  title: string;
  /** What all its fields together are for, behind a mark beside the heading. */
  help?: ReactNode;
  /** The same in sight, where one would not guess it. */
  hint?: ReactNode;
  children: ReactNode;
};

/** A group of fields with a heading. */
export function FieldGroup({ title, help, hint, children }: GroupProps) {
  const hintId = useId();
  return (
    <fieldset className={classes.group} aria-describedby={hint ? hintId : undefined}>
      <legend className={classes.legend}>
        {title}
        {help && <Help name={title}>{help}</Help>}
      </legend>
      {hint && (
        <p id={hintId} className={classes.hint}>
          {hint}
        </p>
      )}
      {children}
    </fieldset>
  );
}
