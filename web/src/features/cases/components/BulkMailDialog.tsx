import { Button, Checkbox, Group, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconOutbox } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import classes from './BulkMailDialog.module.css';

type Props = {
  title: string;
  /** How many mails go out, in words. */
  count: string;
  close: boolean;
  onClose: () => void;
  onCloseCases: (close: boolean) => void;
  onSubmit: () => void;
  ready: boolean;
  sending: boolean;
  error: unknown;
  /** What follows, in one sentence. */
  outcome: string;
  children: ReactNode;
};

/** Writing one mail for each of many cases; the last button says how many go out. */
export function BulkMailDialog(props: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (props.ready) props.onSubmit();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size="44rem"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit} className={classes.form} noValidate>
        {props.children}
        <Checkbox
          label={t('bulkMail.close')}
          description={t('bulkMail.closeHint')}
          checked={props.close}
          onChange={(event) => props.onCloseCases(event.currentTarget.checked)}
        />
        <p className={classes.outcome}>{props.outcome}</p>
        <ProblemView error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            leftSection={<IconOutbox size={16} />}
            disabled={!props.ready}
            loading={props.sending}
          >
            {t('bulkMail.send', { number: props.count })}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
