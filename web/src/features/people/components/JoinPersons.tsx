import { useTranslation } from 'react-i18next';
import type { KnownPerson } from '@/lib/api/types';
import { useHasTooManyCases, useJoinPersons, useSplitPersons } from '../api/join';
import { joinedPerson } from '../joined';
import { CaseCount } from './CaseCount';
import { JoinDialog } from './JoinDialog';

type Props = { pair: [KnownPerson, KnownPerson]; onClose: () => void; onDone: (stays: KnownPerson) => void };

/** Joins two persons who are the same. */
export function JoinPersons({ pair, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const split = useSplitPersons();
  const isFirstTooBig = useHasTooManyCases({ person_id: pair[0].id });
  const isSecondTooBig = useHasTooManyCases({ person_id: pair[1].id });
  return (
    <JoinDialog
      title={t('joining.persons')}
      pair={pair}
      lines={[
        { label: t('persons.addresses'), of: (row) => row.addresses.join('\n') },
        { label: t('persons.phone'), of: (row) => row.phone },
        { label: t('persons.company'), of: (row) => row.company_name },
        {
          label: t('persons.language'),
          of: (row) => row.language && t(`persons.languages.${row.language}`),
        },
      ]}
      cases={(row) => <CaseCount of={{ person_id: row.id }} />}
      joined={joinedPerson}
      join={useJoinPersons()}
      isForGood={(goes) => (goes.id === pair[0].id ? isFirstTooBig : isSecondTooBig)}
      undo={(joining) => split.mutate(joining)}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
