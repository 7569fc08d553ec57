import { useTranslation } from 'react-i18next';
import { IconMessage } from '@/components/icons';
import { EmptyState } from '@/components/states/EmptyState';
import { useLacksMailboxes } from '@/lib/requests/mailbox-names';
import { useMay } from '@/lib/session/SessionContext';
import { GettingStarted } from './GettingStarted';

/** A list without cases: all done, nothing there, or nothing set up yet. */
export function CasesEmpty({ mine }: { mine: boolean }) {
  const { t } = useTranslation();
  const isNew = useLacksMailboxes(useMay('mailboxes'));
  if (isNew) return <GettingStarted />;
  return (
    <EmptyState
      icon={IconMessage}
      title={mine ? t('cases.emptyMine') : t('cases.emptyTitle')}
      hint={mine ? undefined : t('cases.emptyHint')}
    />
  );
}
