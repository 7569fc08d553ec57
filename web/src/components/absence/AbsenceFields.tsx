import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Absence } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useAbsence, useSetAbsence, type Whose } from '@/lib/requests/absence';
import { usePeople } from '@/lib/requests/people';
import { absenceOf, daysOf } from '@/lib/time/days-away';
import { notifyDone, notifyProblem } from '../problem/notify';
import classes from './AbsenceFields.module.css';

/** When somebody is away, and who stands in for him; saved by itself, also within another form. */
export function AbsenceFields({ whose, user }: { whose: Whose; user: string }) {
  const { data } = useAbsence(whose);
  if (!data) return null;
  const present = data.absence && new Date(data.absence.until) > new Date() ? data.absence : null;
  return <Fields key={JSON.stringify(present)} whose={whose} user={user} present={present} />;
}

function Fields({ whose, user, present }: { whose: Whose; user: string; present: Absence | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const people = usePeople().filter(({ id }) => id !== user);
  const set = useSetAbsence(whose);
  const shown = present ? daysOf(present) : { first: '', last: '' };
  const [days, setDays] = useState(shown);
  const [substitute, setSubstitute] = useState(present?.substitute_id ?? null);
  const chosen = absenceOf(days.first, days.last, substitute);
  const wrong = chosen && chosen.until <= chosen.from ? t('absence.backwards') : undefined;
  const save = (absence: Absence | null) =>
    set.mutate(absence, {
      onSuccess: () => notifyDone(absence ? t('absence.saved') : t('absence.ended')),
      onError: (error) => notifyProblem(error, t),
    });
  return (
    <>
      {present && (
        <p className={classes.now}>
          {new Date(present.from) > new Date()
            ? t('absence.comes', { first: format.day(present.from) })
            : t('absence.lasts', { last: format.day(new Date(present.until).getTime() - 1) })}
        </p>
      )}
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t('absence.first')}
          description={t('absence.firstHint')}
          value={days.first}
          onChange={(event) => setDays({ ...days, first: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('absence.last')}
          description={t('absence.lastHint')}
          value={days.last}
          error={wrong}
          onChange={(event) => setDays({ ...days, last: event.currentTarget.value })}
        />
      </Group>
      <Select
        label={t('absence.substitute')}
        description={t('absence.substituteHint')}
        placeholder={t('absence.nobody')}
        clearable
        searchable
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={substitute}
        onChange={setSubstitute}
      />
      <Group>
        <Button
          variant="light"
          loading={set.isPending}
          disabled={!chosen || Boolean(wrong)}
          onClick={() => save(chosen)}
        >
          {t('absence.save')}
        </Button>
        {present && (
          <Button variant="subtle" disabled={set.isPending} onClick={() => save(null)}>
            {t('absence.end')}
          </Button>
        )}
      </Group>
    </>
  );
}
