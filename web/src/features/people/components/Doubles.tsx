import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMerge, IconUsers } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { KnownPerson, PersonDouble } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useDoubles, useKeepApart } from '../api/doubles';
import classes from './Doubles.module.css';
import { JoinPersons } from './JoinPersons';

/** Persons who are likely one, to be joined or kept apart. */
export function Doubles() {
  const { t } = useTranslation();
  const [shown, drawer] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconMerge size={16} />} onClick={drawer.open}>
        {t('doubles.title')}
      </Button>
      <SideDrawer opened={shown} onClose={drawer.close} title={t('doubles.title')} size="38rem">
        {shown && <Pairs />}
      </SideDrawer>
    </>
  );
}

function Pairs() {
  const { t } = useTranslation();
  const found = useDoubles();
  const [joining, setJoining] = useState<[KnownPerson, KnownPerson]>();
  if (found.isPending) return <LoadingRows rows={4} height={72} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const pairs = found.data.pages.flatMap((page) => page.rows);
  if (pairs.length === 0 && !found.hasNextPage)
    return <EmptyState icon={IconUsers} title={t('doubles.noneTitle')} hint={t('doubles.noneHint')} />;
  return (
    <>
      <p className={classes.lead}>{t('doubles.lead')}</p>
      <ul className={classes.pairs}>
        {pairs.map((double) => (
          <Pair
            key={`${double.person.id} ${double.other.id}`}
            double={double}
            onJoin={() => setJoining([double.person, double.other])}
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('doubles.lookOn')}
        </Button>
      )}
      {joining && (
        <JoinPersons
          pair={joining}
          onClose={() => setJoining(undefined)}
          onDone={() => setJoining(undefined)}
        />
      )}
    </>
  );
}

function Pair({ double, onJoin }: { double: PersonDouble; onJoin: () => void }) {
  const { t } = useTranslation();
  const apart = useKeepApart();
  const { person, other } = double;
  const keep = () =>
    apart.mutate({ id: person.id, other: other.id }, { onError: (error) => notifyProblem(error, t) });
  return (
    <li className={classes.pair}>
      <p className={classes.why}>{t(`doubles.alike.${double.alike === 'phone' ? 'phone' : 'name'}`)}</p>
      {[person, other].map((row) => (
        <p key={row.id} className={classes.person}>
          <strong>{row.name}</strong>
          <span>{[readable(row.addresses[0]), row.phone, row.company_name].filter(Boolean).join(' · ')}</span>
        </p>
      ))}
      <div className={classes.buttons}>
        <Button size="xs" variant="light" onClick={onJoin}>
          {t('joining.join')}
        </Button>
        <Button size="xs" variant="default" loading={apart.isPending} onClick={keep}>
          {t('doubles.apart')}
        </Button>
      </div>
    </li>
  );
}
