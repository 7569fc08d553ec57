// The signed-in user's language and appearance, as stored on the server.
import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import type { SessionUser } from '@/lib/api/types';
import { showLanguage } from '@/lib/i18n';

export function usePreferences({ language, theme }: SessionUser): void {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => void showLanguage(language), [language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a changed preference is applied
  useEffect(() => setColorScheme(theme), [theme]);
}
