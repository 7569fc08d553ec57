import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib/session/SessionContext';

/** To the OAuth applications, for those who may see them; in another tab: what stands in the form that leads there stays. */
export function ApplicationsLink({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  if (!useMay('mailboxes')) return null;
  return (
    <Anchor href="/settings/oauth" target="_blank" rel="noreferrer" size="sm" underline="always">
      {children} {t('oauth.newTab')}
    </Anchor>
  );
}
