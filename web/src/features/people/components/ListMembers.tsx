import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChooseList } from '@/components/people-lists/ChooseList';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { PeopleListKind } from '@/lib/api/types';
import { useAddPersons, useRemovePersons } from '../api/people-lists';

type Props = {
  ids: string[];
  /** The set that is shown. */
  list: string | undefined;
  onDone: () => void;
};

/** Selected persons go into a set, or leave the one that is shown. */
export function ListMembers({ ids, list, onDone }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<PeopleListKind>();
  const add = useAddPersons();
  const remove = useRemovePersons();
  const onError = (error: unknown) => notifyProblem(error, t);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setKind('selection')}>
        {t('blockedAddresses.toSelection')}
      </Button>
      <Button size="xs" variant="default" onClick={() => setKind('project')}>
        {t('blockedAddresses.toProject')}
      </Button>
      {list && (
        <Button
          size="xs"
          variant="default"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(
              { list, ids },
              {
                onSuccess: ({ persons }) => {
                  notifyDone(t('peopleLists.removed', { count: persons }));
                  onDone();
                },
                onError,
              },
            )
          }
        >
          {t('peopleLists.remove')}
        </Button>
      )}
      {kind && (
        <ChooseList
          kind={kind}
          count={ids.length}
          saving={add.isPending}
          error={add.error}
          onClose={() => setKind(undefined)}
          onChoose={(into) =>
            add.mutate(
              { into, ids },
              {
                onSuccess: ({ persons }) => {
                  notifyDone(t('peopleLists.added', { count: persons }));
                  setKind(undefined);
                  onDone();
                },
              },
            )
          }
        />
      )}
    </>
  );
}
