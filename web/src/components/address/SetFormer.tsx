import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { KnownPerson } from '@/lib/api/types';
import { useFoundPersons } from '@/lib/requests/find-persons';
import { useSetPersonFormer } from '@/lib/requests/set-former';
import { useMay } from '@/lib/session/SessionContext';

type Props = {
  /** The address of whoever has left, as the words say. */
  address: string;
  size?: string;
};

/** Whoever has this address; nobody where he is a former employee already. */
const holderOf = (people: KnownPerson[], address: string) =>
  people.find(
    ({ addresses, former }) =>
      !former && addresses.some((one) => one.toLowerCase() === address.toLowerCase()),
  );

/** Sets the person of an address as a former employee, since words say that he has left. Nothing where nobody is known who has it. */
export function SetFormer({ address, size }: Props) {
  const { t } = useTranslation();
  const may = useMay('cases_all', 'cases_own');
  const people = useFoundPersons(may ? address : '').data ?? [];
  const setFormer = useSetPersonFormer();
  const person = holderOf(people, address);
  if (!may || !person) return null;
  const set = () =>
    // The button is gone by then: whoever stands around it hears all the same.
    void setFormer.mutateAsync(person).then(
      () => notifyDone(t('failure.nowFormer', { name: person.name })),
      (error) => notifyProblem(error, t),
    );
  return (
    <Button size={size} variant="default" loading={setFormer.isPending} onClick={set}>
      {t('failure.setFormer', { name: person.name })}
    </Button>
  );
}
