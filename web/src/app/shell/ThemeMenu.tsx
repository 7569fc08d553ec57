import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAuto, IconMoon, IconSun } from '@/components/icons';
import type { Theme } from '@/lib/api/types';
import { useSession } from '@/lib/session/SessionContext';
import { useChangeProfile } from '@/lib/session/use-change-profile';

const THEMES = [
  { theme: 'auto', icon: IconAuto },
  { theme: 'light', icon: IconSun },
  { theme: 'dark', icon: IconMoon },
] as const satisfies { theme: Theme; icon: unknown }[];

/** Light, dark, or as the system. */
export function ThemeMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const change = useChangeProfile();
  const Current = THEMES.find(({ theme }) => theme === user.theme)?.icon ?? IconAuto;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="lg" aria-label={t('shell.appearance')} title={t('shell.appearance')}>
          <Current size={19} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={user.theme} onChange={(theme) => change.mutate({ theme: theme as Theme })}>
          {THEMES.map(({ theme, icon: Icon }) => (
            <Menu.RadioItem closeMenuOnClick key={theme} value={theme} rightSection={<Icon size={16} />}>
              {t(`shell.theme.${theme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
