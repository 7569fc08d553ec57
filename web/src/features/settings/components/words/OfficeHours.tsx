import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { SaveForm } from '@/components/form/SaveForm';
import { WithHelp } from '@/components/help/Help';
import { PagePart } from '@/components/page/PagePart';
import { notifyDone } from '@/components/problem/notify';
import type { OfficeHours as Hours } from '@/lib/api/types';
import { officeHoursQuery, useSaveOfficeHours } from '../../api/office-hours';
import classes from './OfficeHours.module.css';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const USUAL = { from: 8 * 60, to: 16 * 60 };

/** When the organisation works: what deadlines in office hours are counted in. */
export function OfficeHours() {
  const { t } = useTranslation();
  const found = useQuery(officeHoursQuery);
  return (
    <PagePart title={t('officeHours.title')} lead={t('officeHours.lead')} query={found} rows={3}>
      {(hours) => <HoursForm initial={hours} />}
    </PagePart>
  );
}

function HoursForm({ initial }: { initial: Hours }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(initial);
  const [holidays, setHolidays] = useState(initial.holidays.join('\n'));
  const save = useSaveOfficeHours();
  const setDay = (at: number, day: Hours['days'][number]) =>
    setHours({ ...hours, days: hours.days.map((known, index) => (index === at ? day : known)) });
  const submit = () => {
    const dates = holidays.split(/[\s,]+/).filter(Boolean);
    save.mutate({ ...hours, holidays: dates }, { onSuccess: () => notifyDone(t('officeHours.saved')) });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={save.error}>
      <FieldGroup title={t('officeHours.week')} hint={t('officeHours.weekHint')}>
        {DAYS.map((name, at) => (
          <Day
            key={name}
            name={t(`officeHours.${name}`)}
            day={hours.days[at] ?? null}
            onChange={(day) => setDay(at, day)}
          />
        ))}
      </FieldGroup>
      <WithHelp name={t('officeHours.zone')} help={t('officeHours.zoneHelp')}>
        <TextInput
          label={t('officeHours.zone')}
          value={hours.time_zone}
          onChange={(event) => setHours({ ...hours, time_zone: event.currentTarget.value })}
        />
      </WithHelp>
      <Textarea
        label={t('officeHours.holidays')}
        description={t('officeHours.holidaysHint')}
        autosize
        minRows={2}
        maxRows={8}
        value={holidays}
        onChange={(event) => setHolidays(event.currentTarget.value)}
      />
    </SaveForm>
  );
}

type DayProps = {
  name: string;
  day: { from: number; to: number } | null;
  onChange: (day: DayProps['day']) => void;
};

function Day({ name, day, onChange }: DayProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.day}>
      <Checkbox
        label={name}
        checked={day !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? USUAL : null)}
      />
      {day && (
        <>
          <TextInput
            type="time"
            size="xs"
            aria-label={t('officeHours.from', { day: name })}
            value={clock(day.from)}
            onChange={(event) => onChange({ ...day, from: minutes(event.currentTarget.value) })}
          />
          <span aria-hidden>–</span>
          <TextInput
            type="time"
            size="xs"
            aria-label={t('officeHours.to', { day: name })}
            value={clock(day.to)}
            onChange={(event) => onChange({ ...day, to: minutes(event.currentTarget.value) })}
          />
        </>
      )}
    </div>
  );
}

function clock(at: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(at / 60) % 24)}:${two(at % 60)}`;
}

function minutes(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
}
