import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { AbsenceFields } from '@/components/absence/AbsenceFields';
import { awayFaults, awayOf, awayValues } from '@/components/absence/away';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Absence } from '@/lib/api/types';
import { useAbsence, useSetAbsence } from '@/lib/requests/absence';
import { useSession } from '@/lib/session/SessionContext';
import { Section } from './Section';

/** When one is away oneself. */
export function AbsenceSection() {
  const { t } = useTranslation();
  const found = useAbsence('own');
  return (
    <Section title={t('absence.title')} hint={t('absence.hint')}>
      {found.isPending && <LoadingRows rows={2} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <OwnAbsence key={JSON.stringify(found.data.absence)} present={found.data.absence} />}
    </Section>
  );
}

function OwnAbsence({ present }: { present: Absence | null }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const save = useSetAbsence('own');
  const form = useForm({
    initial: awayValues(present, new Date()),
    check: (values) => awayFaults(values, t),
    error: save.error,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.isReady()) return;
    const absence = awayOf(form.values);
    const said = absence ? t('absence.saved') : t('absence.ended');
    save.mutate(absence, { onSuccess: () => notifyDone(said) });
  };
  return (
    <form onSubmit={submit} noValidate style={{ display: 'contents' }}>
      <AbsenceFields
        user={user.id}
        present={present}
        values={form.values}
        errorOf={form.errorOf}
        onChange={form.set}
      />
      <ProblemView error={form.general} />
      <div>
        <Button type="submit" variant="light" disabled={!form.changed} loading={save.isPending}>
          {t('absence.save')}
        </Button>
      </div>
    </form>
  );
}
