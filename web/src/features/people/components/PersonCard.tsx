import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Corrected } from '@/lib/requests/correct-address';
import { usePersonCard } from '../api/person-card';
import { AddressPast } from './AddressPast';
import { JoinedPersons } from './JoinedPersons';
import classes from './PersonCard.module.css';

type Props = {
  person: { id: string; name: string };
  onAddressGone: () => void;
  onCorrected: (corrected: Corrected) => void;
  /** Somebody was split off: the person is another one than was read. */
  onSplit: () => void;
};

/** What is known of a person beside his data: how his addresses do, and where he takes part. */
export function PersonCard({ person, onAddressGone, onCorrected, onSplit }: Props) {
  const { t } = useTranslation();
  const found = usePersonCard(person.id);
  if (found.isPending) return <LoadingRows rows={2} height={44} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { addresses, lists, accepted_returns, joined } = found.data;
  const eventful = addresses.filter(
    ({ standing, history, changes }) => standing !== null || history.length > 0 || changes.length > 0,
  );
  return (
    <>
      {lists.length > 0 && (
        <section>
          <h3 className={classes.title}>{t('personCard.lists')}</h3>
          <ul className={classes.lists}>
            {lists.map((list) => (
              <li key={list.id}>
                <Link to="/people/persons" search={{ list: list.id } as never} className={classes.list}>
                  {t(`peopleLists.in.${list.kind}`, { name: list.name })}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3 className={classes.title}>{t('personCard.returns')}</h3>
        {eventful.length === 0 && <p className={classes.none}>{t('personCard.allWell')}</p>}
        <div className={classes.addresses}>
          {eventful.map((one) => (
            <AddressPast
              key={one.address}
              person={person}
              one={one}
              accepted={accepted_returns}
              usual={one === addresses[0]}
              onGone={onAddressGone}
              onCorrected={onCorrected}
            />
          ))}
        </div>
      </section>
      <JoinedPersons person={person} joined={joined} onSplit={onSplit} />
    </>
  );
}
