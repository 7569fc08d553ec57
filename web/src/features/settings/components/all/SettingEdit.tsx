import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { problemSentence } from '@/components/problem/problem-text';
import type { Setting } from '@/lib/api/types';
import { useLacksOperatorAddress, useSetSetting } from '../../api/all-settings';
import { choiceName, isDefault, settingName, unitOf } from '../../setting-words';
import classes from './AllSettings.module.css';

/** A plain setting while it is changed, where it stands. */
export function SettingEdit({ setting, onDone }: { setting: Setting; onDone: () => void }) {
  const { t } = useTranslation();
  const set = useSetSetting(setting.name);
  const [value, change] = useState<unknown>(setting.value);
  const [tried, setTried] = useState(false);
  const fault = useFault(setting, value);
  const save = (next: unknown) =>
    set.mutate(next, {
      onSuccess: () => {
        notifyDone(t('allSettings.saved'));
        onDone();
      },
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!fault) save(value);
  };
  const refused = set.error ? problemSentence(set.error, t) : undefined;
  const error = tried && fault ? fault : refused;
  const hasDefault = setting.default !== null && !isDefault(setting);
  return (
    <form className={classes.edit} onSubmit={submit} noValidate>
      <Field setting={setting} value={value} error={error} onChange={change} />
      <div className={classes.buttons}>
        <Button type="submit" size="xs" loading={set.isPending}>
          {t('common.save')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        {hasDefault && (
          <Button size="xs" variant="subtle" onClick={() => save(null)}>
            {t('allSettings.toDefault')}
          </Button>
        )}
      </div>
    </form>
  );
}

type FieldProps = { setting: Setting; value: unknown; error?: string; onChange: (value: unknown) => void };

function Field({ setting, value, error, onChange }: FieldProps) {
  const common = { 'aria-label': settingName(setting.name), error, 'data-autofocus': true };
  if (setting.kind === 'number') {
    return (
      <NumberInput
        {...common}
        autoFocus
        w={170}
        suffix={unitOf(setting, Number(value))}
        min={setting.min ?? 0}
        max={setting.max ?? undefined}
        clampBehavior="none"
        value={Number(value)}
        onChange={(next) => onChange(next === '' ? null : Number(next))}
      />
    );
  }
  if (setting.kind === 'choice') {
    return <Choice setting={setting} value={value} error={error} onChange={onChange} />;
  }
  return (
    <TextInput
      {...common}
      autoFocus
      w="100%"
      value={String(value ?? '')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Choice({ setting, value, error, onChange }: FieldProps) {
  const { t } = useTranslation();
  const lacksAddress = useLacksOperatorAddress() && setting.name === 'sending.unverified';
  const data = setting.choices.map((choice) => ({
    value: choice,
    label: choiceName(setting, choice),
    disabled: lacksAddress && choice === 'rewrite',
  }));
  const rule = choiceName(setting, 'rewrite');
  return (
    <Select
      aria-label={settingName(setting.name)}
      error={error}
      data-autofocus
      autoFocus
      allowDeselect={false}
      description={lacksAddress ? t('sending.noOperatorAddress', { rule }) : undefined}
      inputWrapperOrder={['input', 'description', 'error']}
      data={data}
      value={String(value)}
      onChange={onChange}
    />
  );
}

/** What is wrong with the value before the server is asked. */
function useFault(setting: Setting, value: unknown): string | undefined {
  const { t } = useTranslation();
  if (setting.kind === 'text' && !String(value ?? '').trim()) return t('field.required');
  if (setting.kind !== 'number') return undefined;
  const { min, max } = { min: setting.min ?? 0, max: setting.max ?? Number.MAX_SAFE_INTEGER };
  const fits = Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return fits ? undefined : t('allSettings.range', { min, max });
}
