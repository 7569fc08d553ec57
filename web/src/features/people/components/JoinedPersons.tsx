import { useTranslation } from 'react-i18next';
import type { JoinedPerson } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useSplitPersons } from '../api/join';
import { JoinedWith } from './JoinedWith';

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
  const split = useSplitPersons();
  return (
    <JoinedWith
      stays={person.id}
      joined={joined.map(({ id, name, addresses, joined_at }) => ({
        id,
        name,
        known: addresses,
        on: t('personCard.joined.on', { when: format.full(joined_at) }),
      }))}
      texts={{
        title: t('personCard.joined.title'),
        hint: t('personCard.joined.hint'),
        questionHint: t('personCard.joined.questionHint'),
      }}
      split={split}
      onSplit={onSplit}
    />
  );
}
