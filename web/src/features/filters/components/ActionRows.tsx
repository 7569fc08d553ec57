import { ActionIcon, Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { IconPlus, IconX } from '@/components/icons';
import type { FilterAction } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { ACTIONS, type ActionKind, type Keyed, keyed, withKind } from '../filter-form';
import { ActionValue } from './ActionValue';
import classes from './FilterRows.module.css';

type Props = {
  actions: Keyed<FilterAction>[];
  /** What the texts may name. */
  names: string[];
  error?: string;
  onChange: (actions: Keyed<FilterAction>[]) => void;
};

/** What is done with a mail that matches; each kind of action once. */
export function ActionRows({ actions, names, error, onChange }: Props) {
  const { t } = useTranslation();
  const mayDiscard = useMay('delete_for_good');
  const used = actions.map(({ kind }) => kind);
  const free = ACTIONS.filter((kind) => !used.includes(kind) && (kind !== 'discard' || mayDiscard));
  const set = (key: number, action: FilterAction) =>
    onChange(actions.map((row) => (row.key === key ? ({ ...action, key } as Keyed<FilterAction>) : row)));
  const choices = (own?: ActionKind) =>
    ACTIONS.filter((kind) => kind === own || free.includes(kind)).map((kind) => ({
      value: kind as string,
      label: t(`filters.action.${kind}`),
    }));
  const next = free[0];
  return (
    <FieldGroup title={t('filters.form.actions')} help={t('filters.form.actionsHelp')}>
      {actions.map((row) => (
        <div key={row.key} className={classes.row}>
          <Select
            className={classes.action}
            aria-label={t('filters.form.action')}
            description={t(`filters.actionHint.${row.kind}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            searchable
            data={choices(row.kind)}
            value={row.kind}
            onChange={(kind) => kind && set(row.key, withKind(row, kind as ActionKind))}
          />
          <ActionValue action={row} names={names} onChange={(action) => set(row.key, action)} />
          <ActionIcon
            className={classes.remove}
            size={36}
            variant="subtle"
            color="gray"
            aria-label={t('filters.form.removeAction', { action: t(`filters.action.${row.kind}`) })}
            onClick={() => onChange(actions.filter((one) => one !== row))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      {next && (
        <Button
          variant="light"
          size="compact-sm"
          className={classes.add}
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            onChange([...actions, keyed(withKind({ kind: 'block' }, next)) as Keyed<FilterAction>])
          }
        >
          {t('filters.form.addAction')}
        </Button>
      )}
    </FieldGroup>
  );
}
