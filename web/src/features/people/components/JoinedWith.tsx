import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import type { Joining } from '../api/join';
import classes from './PersonCard.module.css';

/** One that was joined: what it is known by, and when it was, in words. */
export type JoinedOne = { id: string; name: string; known: string[]; on: string };

type Props = {
  /** With what they were joined. */
  stays: string;
  joined: JoinedOne[];
  texts: { title: string; hint: string; questionHint: string };
  split: {
    mutate: (joining: Joining, options: { onSuccess: () => void }) => void;
    isPending: boolean;
  };
  onSplit: () => void;
};

/** What was joined with a record, and can be split off again. */
export function JoinedWith({ stays, joined, texts, split, onSplit }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  if (joined.length === 0) return null;
  const ask = async ({ id, name }: JoinedOne) => {
    const question = {
      title: t('joining.splitQuestion', { name }),
      text: texts.questionHint,
      action: t('joining.splitOff'),
    };
    if (!(await confirm(question))) return;
    split.mutate({ goes: id, stays }, { onSuccess: onSplit });
  };
  return (
    <section>
      <h3 className={classes.title}>{texts.title}</h3>
      <p className={classes.none}>{texts.hint}</p>
      <ul className={classes.joined}>
        {joined.map((one) => (
          <li key={one.id}>
            <div>
              <strong>{one.name}</strong>
              <div className={classes.none}>{one.known.join(', ')}</div>
              <div className={classes.none}>{one.on}</div>
            </div>
            <Button size="xs" variant="default" loading={split.isPending} onClick={() => void ask(one)}>
              {t('joining.splitOff')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
