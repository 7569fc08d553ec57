import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import type { JoinedPerson } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useSplitPersons } from '../api/join';
import classes from './PersonCard.module.css';

type Props = {
  /** With whom they were joined. */
  person: { id: string };
  joined: JoinedPerson[];
  onSplit: () => void;
};

/** Who was joined with a person, and can be split off again. */
export function JoinedPersons({ person, joined, onSplit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const split = useSplitPersons();
  if (joined.length === 0) return null;
  const ask = async ({ id, name }: JoinedPerson) => {
    const question = {
      title: t('personCard.joined.question', { name }),
      text: t('personCard.joined.questionHint'),
      action: t('personCard.joined.split'),
    };
    if (!(await confirm(question))) return;
    split.mutate({ goes: id, stays: person.id }, { onSuccess: onSplit });
  };
  return (
    <section>
      <h3 className={classes.title}>{t('personCard.joined.title')}</h3>
      <p className={classes.none}>{t('personCard.joined.hint')}</p>
      <ul className={classes.joined}>
        {joined.map((one) => (
          <li key={one.id}>
            <div>
              <strong>{one.name}</strong>
              <div className={classes.none}>{one.addresses.join(', ')}</div>
              <div className={classes.none}>
                {t('personCard.joined.on', { when: format.full(one.joined_at) })}
              </div>
            </div>
            <Button size="xs" variant="default" loading={split.isPending} onClick={() => void ask(one)}>
              {t('personCard.joined.split')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
