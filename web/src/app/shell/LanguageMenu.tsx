import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconLanguage } from '@/components/icons';
import type { Language } from '@/lib/api/types';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useSession } from '@/lib/session/SessionContext';
import { useChangeProfile } from '@/lib/session/use-change-profile';

/** The language of the interface. */
export function LanguageMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const change = useChangeProfile();
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="lg" aria-label={t('shell.language')} title={t('shell.language')}>
          <IconLanguage size={19} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={user.language}
          onChange={(language) => change.mutate({ language: language as Language })}
        >
          {LANGUAGES.map((language) => (
            <Menu.RadioItem closeMenuOnClick key={language} value={language} lang={language}>
              {LANGUAGE_NAMES[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
