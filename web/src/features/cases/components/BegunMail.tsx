import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import { Time } from '@/components/time/Time';
import type { Draft } from '@/lib/api/types';
import { listOf } from '@/lib/mail/distribution-list';
import { useKnownLists } from '@/lib/requests/distribution-lists';
import classes from './BegunMail.module.css';

/** As many of those who are asked for are named. */
const NAMED_MAX = 3;

type Props = {
  /** The mail that is not sent yet. */
  begun: Draft;
  /** Whom somebody came to write to. */
  asked: string[];
  /** Those of them whom the begun mail does not go to. */
  added: string[];
  isPending: boolean;
  error: unknown;
  onAdd: () => void;
  /** Goes on with it as it is. */
  onGoOn: () => void;
  onAnew: () => void;
};

const button = { root: classes.button, label: classes.label };

/** A mail that was begun stands in the way of another one: its author says which of them it is to be. */
export function BegunMail({ begun, asked, added, isPending, error, onAdd, onGoOn, onAnew }: Props) {
  const { t } = useTranslation();
  const lists = useKnownLists();
  const nameOf = (typed: string) => lists.find(({ id }) => id === listOf(typed))?.name ?? typed;
  const named = (typed: string[]) => typed.map(nameOf).join(', ');
  // On a button; the composer shows all of them.
  const some = (typed: string[]) => {
    const behind = typed.length - NAMED_MAX;
    return named(typed.slice(0, NAMED_MAX)) + (behind > 0 ? ` +${behind}` : '');
  };
  const to = named([...(begun.to ?? []), ...begun.cc, ...begun.bcc]);
  return (
    <section className={classes.begun} aria-labelledby="begun-mail">
      <h2 id="begun-mail" className={classes.title}>
        {t('start.begun')}
      </h2>
      <p className={classes.about}>
        <strong>{begun.subject?.trim() || t('common.noSubject')}</strong>
        {to && <span>{t('start.begunTo', { who: to })}</span>}
        {begun.text.trim() && <span className={classes.text}>{begun.text.trim()}</span>}
        <Time at={begun.updated_at} />
      </p>
      <Group gap="xs">
        <Button classNames={button} onClick={onAdd} disabled={isPending}>
          {t('start.goOn', { who: some(added) })}
        </Button>
        <Button classNames={button} variant="default" onClick={onGoOn} disabled={isPending}>
          {t('start.goOnWithout')}
        </Button>
        <Button classNames={button} variant="default" onClick={onAnew} loading={isPending}>
          {t('start.anew', { who: some(asked) })}
        </Button>
      </Group>
      <p className={classes.hint}>{t('start.anewHint')}</p>
      <ProblemView error={error} />
    </section>
  );
}
