import { Button, Group, Modal, Radio } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { notifyWithUndo } from '@/components/problem/UndoNotice';
import type { Joining, Merged } from '../api/join';
import classes from './JoinDialog.module.css';

type Row = { id: string; name: string };
type Props<T extends Row> = {
  title: string;
  pair: [T, T];
  /** The lines of the comparison: what it is, and how a record has it. */
  lines: { label: string; of: (row: T) => ReactNode }[];
  /** How many cases each has. */
  cases: (row: T) => ReactNode;
  joined: (stays: T, goes: T) => T;
  join: {
    mutate: (joining: Joining, options: { onSuccess: (merged: Merged) => void }) => void;
    isPending: boolean;
    error: unknown;
  };
  /** Whether it is known that the two cannot be split again where this one goes. */
  isForGood: (goes: T) => boolean;
  /** Splits them again. */
  undo: (joining: Joining) => void;
  onClose: () => void;
  onDone: (stays: T) => void;
};

/** Two records side by side, which of them stays, and what it has afterwards. */
export function JoinDialog<T extends Row>(props: Props<T>) {
  const { t } = useTranslation();
  const [one, other] = props.pair;
  const [choice, setChoice] = useState(one.id);
  const [stays, goes] = choice === one.id ? [one, other] : [other, one];
  const result = props.joined(stays, goes);
  const { undo } = props;
  const submit = () => {
    const joining = { stays: stays.id, goes: goes.id };
    const onSuccess = ({ can_split }: Merged) => {
      const { name } = result;
      if (can_split) {
        const message = t('joining.done', { name });
        notifyWithUndo({ message, label: t('joining.undo'), onUndo: () => undo(joining) });
      } else {
        notifyDone(t('joining.doneForGood', { name }));
      }
      props.onDone(stays);
    };
    props.join.mutate(joining, { onSuccess });
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size="48rem"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.lead}>{t('joining.lead')}</p>
      <Radio.Group
        aria-label={t('joining.stays')}
        value={choice}
        onChange={setChoice}
        className={classes.pair}
      >
        {props.pair.map((row, index) => (
          <section key={row.id} className={classes.side} data-stays={row.id === choice || undefined}>
            <Radio
              data-autofocus={index === 0 || undefined}
              value={row.id}
              label={<strong>{row.name}</strong>}
              description={row.id === choice ? t('joining.thisStays') : t('joining.thisGoes')}
            />
            <Lines row={row} lines={props.lines} cases={props.cases(row)} />
          </section>
        ))}
      </Radio.Group>
      <section className={classes.result} aria-live="polite">
        <h3>{t('joining.result', { name: result.name })}</h3>
        <Lines
          row={result}
          lines={props.lines}
          cases={
            <>
              {props.cases(stays)} + {props.cases(goes)}
            </>
          }
        />
      </section>
      <p className={classes.lead}>{t(props.isForGood(goes) ? 'joining.forGood' : 'joining.canUndo')}</p>
      <ProblemView error={props.join.error} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={props.onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={props.join.isPending} onClick={submit}>
          {t('joining.join')}
        </Button>
      </Group>
    </Modal>
  );
}

type LinesProps<T> = { row: T; lines: { label: string; of: (row: T) => ReactNode }[]; cases: ReactNode };

function Lines<T>({ row, lines, cases }: LinesProps<T>) {
  const { t } = useTranslation();
  return (
    <dl className={classes.lines}>
      {[...lines, { label: t('persons.cases'), of: () => cases }].map(({ label, of }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{of(row) || '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
