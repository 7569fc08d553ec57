import { Button, Switch, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Setting } from '@/lib/api/types';
import { useAllSettings } from '../../api/all-settings';
import { isDefault, settingHelp, settingName } from '../../setting-words';
import classes from './AllSettings.module.css';
import { SettingRow } from './SettingRow';

/** A setting with its number: 3.2 is the second of the third group. */
type Numbered = { setting: Setting; at: string };
type Group = { name: Setting['group']; at: number; settings: Numbered[] };

/** All settings of the organisation, group by group, each with its value, its default and who changed it last. */
export function AllSettingsPage() {
  const { t } = useTranslation();
  const found = useAllSettings();
  const [sought, seek] = useState('');
  const [onlyChanged, narrow] = useState(false);
  const groups = useMemo(() => grouped(found.data ?? []), [found.data]);
  const shown = groups
    .map((group) => ({ ...group, settings: group.settings.filter(fits(sought, onlyChanged)) }))
    .filter((group) => group.settings.length > 0);
  const all = () => {
    seek('');
    narrow(false);
  };
  return (
    <Page title={t('allSettings.title')} lead={t('allSettings.lead')} help={t('allSettings.pageHelp')}>
      {found.isPending && <LoadingRows rows={9} height={52} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <>
          <search className={classes.tools}>
            <TextInput
              type="search"
              w={280}
              aria-label={t('allSettings.search')}
              placeholder={t('allSettings.search')}
              leftSection={<IconSearch size={16} />}
              value={sought}
              onChange={(event) => seek(event.currentTarget.value)}
            />
            <Switch
              label={t('allSettings.onlyChanged')}
              checked={onlyChanged}
              onChange={(event) => narrow(event.currentTarget.checked)}
            />
          </search>
          <div className={classes.groups}>
            {shown.map((group) => (
              <section key={group.name} aria-labelledby={`group-${group.name}`}>
                <h2 id={`group-${group.name}`} className={classes.title}>
                  <span className={classes.number}>{group.at}</span>
                  {t(`allSettings.group.${group.name}`)}
                </h2>
                <ul className={classes.rows}>
                  {group.settings.map(({ setting, at }) => (
                    <SettingRow key={setting.name} setting={setting} at={at} />
                  ))}
                </ul>
              </section>
            ))}
          </div>
          {shown.length === 0 && (
            <EmptyState
              icon={IconSearch}
              title={t('allSettings.noneTitle')}
              hint={t('allSettings.noneHint')}
              action={
                <Button variant="default" onClick={all}>
                  {t('allSettings.showAll')}
                </Button>
              }
            />
          )}
        </>
      )}
    </Page>
  );
}

function grouped(settings: Setting[]): Group[] {
  const groups: Group[] = [];
  for (const setting of settings) {
    let group = groups.at(-1);
    if (group?.name !== setting.group) {
      group = { name: setting.group, at: groups.length + 1, settings: [] };
      groups.push(group);
    }
    group.settings.push({ setting, at: `${group.at}.${group.settings.length + 1}` });
  }
  return groups;
}

/** Whether a setting holds all the words that are sought, in its name, its help or its place. */
function fits(sought: string, onlyChanged: boolean) {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ setting, at }: Numbered) => {
    if (onlyChanged && (isDefault(setting) || setting.place === 'configuration')) return false;
    const texts = [settingName(setting.name), settingHelp(setting.name), setting.place_name ?? '', at];
    const text = texts.join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
