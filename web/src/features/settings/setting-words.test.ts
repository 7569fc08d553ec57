import { expect, test } from 'vitest';
import type { Setting } from '@/lib/api/types';
import { choiceName, isDefault, settingHelp, settingName } from './setting-words';

test('a setting is called by its words, and by its name where there are none', () => {
  expect(settingName('bins.cases')).toBe('Bin of cases');
  expect(settingHelp('bins.cases')).toMatch(/restored/);
  expect(settingName('moon.phase')).toBe('moon.phase');
  expect(settingHelp('moon.phase')).toBe('');
});

test('a choice is told in words', () => {
  const setting = { name: 'sending.unverified', kind: 'choice' } as Setting;
  expect(choiceName(setting, 'refuse')).toBe('Do not send it');
  expect(choiceName({ ...setting, name: 'organisation.language' }, 'nb')).toMatch(/Norsk/);
});

test('what is by default is told from what somebody set', () => {
  const setting = { value: 14, default: 14 } as Setting;
  expect(isDefault(setting)).toBe(true);
  expect(isDefault({ ...setting, value: 20 })).toBe(false);
  expect(isDefault({ ...setting, value: null, default: null })).toBe(true);
});
