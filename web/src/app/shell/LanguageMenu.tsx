import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconLanguage } from '@/components/icons';
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
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            role="menuitemradio"
            aria-checked={user.language === language}
            rightSection={user.language === language ? <IconCheck size={15} /> : undefined}
            onClick={() => change.mutate({ language })}
          >
            {LANGUAGE_NAMES[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
