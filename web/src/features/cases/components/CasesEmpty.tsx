import { useTranslation } from 'react-i18next';
import { IconMessage } from '@/components/icons';
import { EmptyState } from '@/components/states/EmptyState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { usePreference } from '@/lib/preferences/use-preference';
import { useSetup } from '@/lib/requests/setup';
import { useMay } from '@/lib/session/SessionContext';
import { GettingStarted } from './GettingStarted';

/** A list without cases: all done, nothing there, or an organisation that is not set up yet. */
export function CasesEmpty({ mine }: { mine: boolean }) {
  const { t } = useTranslation();
  const [hidden, hide] = usePreference('cases.guide');
  const setsUp = useMay('mailboxes') && hidden !== 'hidden';
  const { data: setup, isPending } = useSetup(setsUp);
  if (setsUp && isPending) return <LoadingRows rows={3} height={64} />;
  const isDone = !setup || setup.hasCases || (setup.mailbox && setup.outgoing && setup.users);
  if (setsUp && !isDone) return <GettingStarted done={setup} onHide={() => hide('hidden')} />;
  return (
    <EmptyState
      icon={IconMessage}
      title={mine ? t('cases.emptyMine') : t('cases.emptyTitle')}
      hint={mine ? undefined : t('cases.emptyHint')}
    />
  );
}
