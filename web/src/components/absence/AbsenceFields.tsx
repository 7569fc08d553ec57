import { Button, Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Absence } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { usePeople } from '@/lib/requests/people';
import classes from './AbsenceFields.module.css';
import type { AwayValues } from './away';

type Props = {
  /** Whose absence it is: nobody stands in for himself. */
  user: string;
  /** What is saved now. */
  present: Absence | null;
  values: AwayValues;
  errorOf: (field: keyof AwayValues) => string | undefined;
  onChange: (next: Partial<AwayValues>) => void;
};

/** When somebody is away, and who stands in; a part of the form that saves it. */
export function AbsenceFields({ user, present, values, errorOf, onChange }: Props) {
  const { t } = useTranslation();
  const people = usePeople().filter(({ id }) => id !== user);
  const isGiven = Boolean(values.from || values.until);
  return (
    <>
      {present && <Present present={present} ends={!isGiven} />}
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t('absence.first')}
          description={t('absence.firstHint')}
          value={values.from}
          error={errorOf('from')}
          onChange={(event) => onChange({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('absence.last')}
          description={t('absence.lastHint')}
          value={values.until}
          error={errorOf('until')}
          onChange={(event) => onChange({ until: event.currentTarget.value })}
        />
      </Group>
      <Select
        label={t('absence.substitute')}
        description={t('absence.substituteHint')}
        placeholder={t('absence.nobody')}
        clearable
        searchable
        data={people.map(({ id, name, away_until }) => ({
          value: id,
          label: away_until ? t('absence.named', { name }) : name,
        }))}
        value={values.substitute_id}
        error={errorOf('substitute_id')}
        onChange={(substitute_id) => onChange({ substitute_id })}
      />
      {isGiven && (
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onChange({ from: '', until: '', substitute_id: null })}
          >
            {t(present ? 'absence.end' : 'absence.clear')}
          </Button>
        </div>
      )}
    </>
  );
}

/** What is so now, and what saving makes of it. */
function Present({ present, ends }: { present: Absence; ends: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (new Date(present.until) <= new Date()) return null;
  return (
    <p className={classes.now} role="status">
      {ends
        ? t('absence.endsOnSave')
        : new Date(present.from) > new Date()
          ? t('absence.comes', { first: format.day(present.from) })
          : t('absence.lasts', { last: format.day(new Date(present.until).getTime() - 1) })}
    </p>
  );
}
