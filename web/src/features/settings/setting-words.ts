// Settings in words: what they are called, what they do, and their values.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Setting } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { isLanguage, LANGUAGE_NAMES } from '@/lib/i18n/language';
import { textOf } from '@/lib/i18n/text';

/** What a setting is called; its stable name where no catalogue has it. */
export const settingName = (name: string) => textOf(`allSettings.name.${name}`) ?? name;

/** What it does. */
export const settingHelp = (name: string) => textOf(`allSettings.help.${name}`) ?? '';

/** One of the values that a setting is chosen from. */
export function choiceName(setting: Setting, choice: string): string {
  if (isLanguage(choice)) return LANGUAGE_NAMES[choice];
  if (setting.name.endsWith('.unverified')) return textOf(`sending.unverifiedRule.${choice}`) ?? choice;
  return textOf(`allSettings.choice.${setting.name}.${choice}`) ?? choice;
}

/** The values of settings as people say them. */
export function useSettingValue() {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const number = (setting: Setting, value: number) => {
      if (setting.unit === 'octets') return format.octets(value);
      if (setting.unit === 'per_minute' && value === 0) return t('allSettings.noLimit');
      if (setting.unit === 'days_or_ever' && value === 0) return t('allSettings.forEver');
      const shown = format.count(value);
      return textOf(`allSettings.unit.${setting.unit}`, { value: shown, count: value }) ?? shown;
    };
    return (setting: Setting, value: unknown): string => {
      if (value === null || value === undefined || value === '') return t('allSettings.notSet');
      if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
      if (typeof value === 'number') return number(setting, value);
      if (Array.isArray(value)) return t('allSettings.filters', { count: value.length });
      if (typeof value === 'object') return String((value as { time_zone?: string }).time_zone ?? '');
      const text = String(value);
      // An organisation's outgoing server is a name, or one of the ways without one.
      const isChosen = setting.kind === 'choice' || setting.name === 'outgoing_server';
      return isChosen ? choiceName(setting, text) : text;
    };
  }, [t, format]);
}

/** What its number counts, as it stands after the number. */
export function unitOf({ unit }: Setting, count: number): string {
  // What is said of an hour of the day stands before the number in most languages.
  if (unit === 'hour_of_day') return '';
  return textOf(`allSettings.unit.${unit}`, { value: '', count }) ?? '';
}

/** Whether a setting is what it is by default. */
export const isDefault = ({ value, default: usual }: Setting) =>
  JSON.stringify(value) === JSON.stringify(usual);
