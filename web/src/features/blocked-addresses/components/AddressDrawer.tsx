import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { Facts } from '@/components/facts/Facts';
import { IconBlocked } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyBulk, notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import type { AddressEvidence } from '@/lib/api/types';
import { usePeople } from '@/lib/requests/people';
import { useMay } from '@/lib/session/SessionContext';
import { useBlockedAddress, useClearBlocks } from '../api/blocked-addresses';
import { useCauseWords } from '../use-cause-words';
import { ReturnsOfAddress } from './ReturnsOfAddress';

/** Why the address that the page names is blocked: the evidence, and the way back. */
export function AddressDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title={t('blockedAddresses.detail')}>
      {id && <Loaded key={id} id={id} onGone={onClose} />}
    </SideDrawer>
  );
}

function Loaded({ id, onGone }: { id: string; onGone: () => void }) {
  const found = useBlockedAddress(id);
  if (found.isPending) return <LoadingRows rows={6} height={44} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <Details address={found.data} onGone={onGone} />;
}

function Details({ address, onGone }: { address: AddressEvidence; onGone: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const clear = useClearBlocks();
  const cause = useCauseWords();
  const people = usePeople(useMay('cases_all', 'cases_own'));
  const who = people.find(({ id }) => id === address.changed_by)?.name;
  const unblock = async () => {
    const question = {
      title: t('blockedAddresses.clearOne', { address: address.address }),
      text: t('blockedAddresses.clearText'),
      action: t('blockedAddresses.clear'),
    };
    if (!(await confirm(question))) return;
    clear.mutate([address.id], {
      onSuccess: (outcome) => {
        notifyBulk(outcome, (count) => t('blockedAddresses.cleared', { count }), t);
        onGone();
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <>
      <Alert
        color={address.blocked_at ? 'yellow' : 'green'}
        mb="md"
        icon={<IconBlocked size={18} />}
        title={address.blocked_at ? cause(address) : t('blockedAddresses.free')}
      >
        {address.scope ? t(`blockedAddresses.stops.${address.scope}`) : t('blockedAddresses.freeHint')}
      </Alert>
      <Facts
        facts={[
          [t('blockedAddresses.column.address'), <strong key="address">{address.address}</strong>],
          [
            t('blockedAddresses.column.blocked'),
            address.blocked_at ? <Time key="blocked" at={address.blocked_at} as="full" /> : '–',
          ],
          [t('blockedAddresses.by'), who ?? t('blockedAddresses.byReturn')],
          [
            t('blockedAddresses.column.returns'),
            t('blockedAddresses.ofAccepted', { count: address.returns, accepted: address.accepted_returns }),
          ],
          [t('blockedAddresses.column.words'), address.words || '–'],
        ]}
      />
      {address.blocked_at && (
        <Button mb="md" loading={clear.isPending} onClick={() => void unblock()}>
          {t('blockedAddresses.clear')}
        </Button>
      )}
      <ReturnsOfAddress history={address.history} />
    </>
  );
}
