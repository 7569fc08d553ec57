import { ActionIcon, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '@/components/help/Help';
import { IconEdit } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Setting } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { useSetSetting } from '../../api/all-settings';
import { isDefault, settingHelp, settingName, useSettingValue } from '../../setting-words';
import classes from './AllSettings.module.css';
import { SettingEdit } from './SettingEdit';

/** The pages that settings have of their own. */
const PAGES: Record<string, string> = {
  priorities: '/settings/priorities',
  filters: '/email/filters',
  notifications: '/settings/notifications',
  'auto-replies': '/settings/auto-replies',
  senders: '/settings/senders',
  outgoing: '/settings/outgoing',
  'sender-domains': '/settings/sender-domains',
};

type Props = { setting: Setting; at: string };

/** One setting: its number, its name, its value, and where it is changed. */
export function SettingRow({ setting, at }: Props) {
  const value = useSettingValue();
  const [editing, edit] = useState(false);
  const name = settingName(setting.name);
  // What programs answer is theirs who keep the templates.
  const keepsTemplates = useMay('templates');
  const may = setting.group !== 'answers' || keepsTemplates;
  const isFlag = may && setting.place === 'here' && setting.kind === 'flag';
  return (
    <li className={classes.row} data-fixed={setting.place === 'configuration' || undefined}>
      <span className={classes.at}>{at}</span>
      <span className={classes.name}>
        <span>{name}</span>
        <Help name={name}>{settingHelp(setting.name)}</Help>
      </span>
      <div className={classes.value}>
        {editing && <SettingEdit setting={setting} onDone={() => edit(false)} />}
        {!editing && isFlag && <FlagValue setting={setting} name={name} />}
        {!editing && !isFlag && <span>{value(setting, setting.value)}</span>}
        {!editing && <About setting={setting} />}
      </div>
      {may ? <Action setting={setting} name={name} editing={editing} onEdit={() => edit(true)} /> : <span />}
    </li>
  );
}

function FlagValue({ setting, name }: { setting: Setting; name: string }) {
  const { t } = useTranslation();
  const set = useSetSetting(setting.name);
  const on = setting.value === true;
  return (
    <Switch
      aria-label={name}
      label={t(on ? 'audit.yes' : 'audit.no')}
      checked={on}
      disabled={set.isPending}
      onChange={(event) =>
        set.mutate(event.currentTarget.checked, {
          onSuccess: () => notifyDone(t('allSettings.saved')),
          onError: (error) => notifyProblem(error, t),
        })
      }
    />
  );
}

/** What it is by default, and who changed it last; or which key of the configuration it is. */
function About({ setting }: { setting: Setting }) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = useSettingValue();
  if (setting.place === 'configuration') {
    return <span className={classes.about}>{t('allSettings.setIn', { key: setting.place_name })}</span>;
  }
  const { changed } = setting;
  const who = changed && (changed.user_name || t(`audit.origin.${changed.origin}`));
  const hasDefault = setting.kind !== 'structure' && setting.kind !== 'text';
  return (
    <>
      {hasDefault && (
        <span className={classes.about}>
          {isDefault(setting)
            ? t('allSettings.isDefault')
            : t('allSettings.default', { value: value(setting, setting.default) })}
        </span>
      )}
      {changed && (
        <Link
          to="/settings/history"
          search={historyOf(setting.name) as never}
          className={classes.about}
          title={t('allSettings.history')}
        >
          {t('allSettings.changedBy', { name: who, when: format.relative(changed.at) })}
        </Link>
      )}
    </>
  );
}

/** Where the changes of a setting stand in the log. */
function historyOf(name: string) {
  const section = name.split('.')[0] ?? name;
  if (name === 'outgoing_server') return { kind: name, key: 'organisation' };
  if (name === 'sender_domains') return { kind: 'sender_domain' };
  if (name === 'organisation.language') return { kind: 'setting', key: name };
  const isOfOrganisation = ['organisation', 'bins', 'returns', 'audit'].includes(section);
  return isOfOrganisation ? { kind: 'organisation' } : { kind: 'setting', key: section };
}

function Action({ setting, name, editing, onEdit }: Omit<Props, 'at'> & ActionProps) {
  const { t } = useTranslation();
  const page = setting.place === 'page' ? PAGES[setting.place_name ?? ''] : undefined;
  if (page) {
    return (
      <ActionIcon
        component={Link}
        to={page as never}
        aria-label={`${t('allSettings.open')}: ${name}`}
        title={t('allSettings.open')}
      >
        <IconEdit size={16} />
      </ActionIcon>
    );
  }
  if (setting.place !== 'here' || setting.kind === 'flag' || editing) return <span />;
  return (
    <ActionIcon aria-label={t('allSettings.edit', { name })} onClick={onEdit}>
      <IconEdit size={16} />
    </ActionIcon>
  );
}

type ActionProps = { name: string; editing: boolean; onEdit: () => void };
