import { ActionIcon, Checkbox, NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WithHelp } from '@/components/help/Help';
import { IconTrash } from '@/components/icons';
import type { Priority } from '@/lib/api/types';
import { usePeople } from '@/lib/requests/people';
import { UNITS, type Unit } from '../../deadline';
import type { LevelDraft } from '../../escalation-form';
import classes from './EscalationLevels.module.css';
import { LevelTells } from './LevelTells';

type Props = {
  number: number;
  level: LevelDraft;
  higher: Priority[];
  onChange: (level: LevelDraft) => void;
  onRemove: () => void;
};

const ASSIGNS: LevelDraft['assign'][] = ['keep', 'category', 'user'];

/** One level: when it comes, whom it tells, and what becomes of the case. */
export function LevelFields({ number, level, higher, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const people = usePeople().map(({ id, name }) => ({ value: id, label: name }));
  const set = (change: Partial<LevelDraft>) => onChange({ ...level, ...change });
  return (
    <section className={classes.level} aria-label={t('escalation.level', { number })}>
      <div className={classes.head}>
        <h3 className={classes.name}>{t('escalation.level', { number })}</h3>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('escalation.remove', { number })}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <LevelWhen level={level} set={set} />
      <LevelTells level={level} people={people} set={set} />
      <WithHelp name={t('escalation.assign')} help={t('escalation.assignHelp')}>
        <Select
          label={t('escalation.assign')}
          allowDeselect={false}
          data={ASSIGNS.map((value) => ({ value, label: t(`escalation.assigns.${value}`) }))}
          value={level.assign}
          onChange={(value) => value && set({ assign: value as LevelDraft['assign'], assign_to: null })}
        />
      </WithHelp>
      {level.assign === 'user' && (
        <Select
          label={t('escalation.assignTo')}
          searchable
          data={people}
          value={level.assign_to}
          onChange={(id) => set({ assign_to: id })}
        />
      )}
      {higher.length > 0 && (
        <WithHelp name={t('escalation.raise')} help={t('escalation.raiseHelp')}>
          <Select
            label={t('escalation.raise')}
            placeholder={t('escalation.noRaise')}
            clearable
            data={higher.map(({ id, name }) => ({ value: id, label: name }))}
            value={level.raise_to}
            onChange={(id) => set({ raise_to: id })}
          />
        </WithHelp>
      )}
    </section>
  );
}

/** When the level comes. */
function LevelWhen({ level, set }: { level: LevelDraft; set: (change: Partial<LevelDraft>) => void }) {
  const { t } = useTranslation();
  const sides = ['after', 'before'] as const;
  return (
    <>
      <WithHelp name={t('escalation.when')} help={t('escalation.whenHelp')}>
        <div className={classes.when}>
          <NumberInput
            label={t('escalation.when')}
            min={0}
            max={129_600}
            allowDecimal={false}
            value={level.amount}
            onChange={(amount) => set({ amount })}
          />
          <Select
            aria-label={t('escalation.unit')}
            allowDeselect={false}
            data={(Object.keys(UNITS) as Unit[]).map((value) => ({
              value,
              label: t(`priorities.${value}`),
            }))}
            value={level.unit}
            onChange={(value) => value && set({ unit: value as Unit })}
          />
          <Select
            aria-label={t('escalation.side')}
            allowDeselect={false}
            data={sides.map((value) => ({ value, label: t(`escalation.sides.${value}`) }))}
            value={level.before ? 'before' : 'after'}
            onChange={(value) => value && set({ before: value === 'before' })}
          />
        </div>
      </WithHelp>
      <Checkbox
        label={t('priorities.officeHours')}
        description={t('priorities.officeHoursHelp')}
        checked={level.office_hours}
        onChange={(event) => set({ office_hours: event.currentTarget.checked })}
      />
    </>
  );
}
