import { Alert, Button, Group, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClearBlock } from '@/components/address/ClearBlock';
import { CorrectPerson } from '@/components/address/CorrectPerson';
import { DecisionsOnAddress } from '@/components/address/DecisionsOnAddress';
import { ReturnsOfAddress } from '@/components/address/ReturnsOfAddress';
import { RuleName } from '@/components/address/RuleName';
import { EndTrial, PutOnTrial } from '@/components/address/TrialActions';
import { useCauseWords } from '@/components/address/use-cause-words';
import { useNotifyCleared } from '@/components/address/use-notify-cleared';
import { Facts } from '@/components/facts/Facts';
import { IconBlocked } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { AddressEvidence } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { textOf } from '@/lib/i18n/text';
import { movedTo } from '@/lib/mail/moved-to';
import { type Clearing, useClearBlocks } from '@/lib/requests/blocked-addresses';
import { useMay } from '@/lib/session/SessionContext';
import { useBlockedAddress } from '../api/blocked-addresses';
import { TrialOfAddress } from './AddressTrial';
import { BlockOneAgain } from './BlockAgain';
import { useBlockedSince } from './use-blocked-since';
import { useReturnsWords } from './use-returns-words';

type Props = {
  id: string | undefined;
  /** It was opened from the list of cleared addresses. */
  cleared: boolean;
  onClose: () => void;
};

/** Why the address that the page names is blocked, or was: the evidence, and the way back. */
export function AddressDrawer({ id, cleared, onClose }: Props) {
  const { t } = useTranslation();
  const found = useBlockedAddress(id);
  // From the search, too, one comes to addresses that are blocked no longer.
  const isFree = found.data ? found.data.blocked_at === null : cleared;
  const title = t(isFree ? 'blockedAddresses.lifted.detail' : 'blockedAddresses.detail');
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title={title}>
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
  const [clearing, setClearing] = useState(false);
  const clear = useClearBlocks();
  const notifyCleared = useNotifyCleared();
  const cause = useCauseWords();
  const returns = useReturnsWords();
  const since = useBlockedSince();
  const wrote = address.blocked_at === null && address.changes[0]?.deed === 'wrote';
  const byItself = wrote ? t('blockedAddresses.byMail') : '–';
  const nobody = address.blocked_at ? t('blockedAddresses.byReturn') : byItself;
  const who = address.changed_by === null ? nobody : (address.changed_by_name ?? t('addressWarning.someone'));
  const unblock = (clearing: Clearing) =>
    clear.mutate(
      { ids: [address.id], ...clearing },
      {
        onSuccess: (outcome) => {
          notifyCleared(outcome, [address.id]);
          onGone();
        },
        onError: (error) => notifyProblem(error, t),
      },
    );
  return (
    <>
      <Alert
        color={address.blocked_at ? 'yellow' : 'green'}
        mb="md"
        icon={<IconBlocked size={18} />}
        title={address.blocked_at ? cause(address) : t('blockedAddresses.free')}
      >
        {address.scope === null && t('blockedAddresses.freeHint')}
        {address.scope !== null && !address.trial && t(`blockedAddresses.stops.${address.scope}`)}
      </Alert>
      {address.trial && <TrialOfAddress trial={address.trial} scope={address.scope} />}
      <Facts
        facts={[
          [t('blockedAddresses.column.address'), <strong key="address">{readable(address.address)}</strong>],
          ...since(address),
          [t(`blockedAddresses.${address.blocked_at ? 'by' : 'lifted.by'}`), who],
          [t('blockedAddresses.column.returns'), returns(address)],
          [
            t('addressWarning.whose'),
            (address.fault && textOf(`addressWarning.fault.${address.fault}`)) || '–',
          ],
          [t('blockedAddresses.column.words'), address.words || '–'],
          [t('blockedAddresses.ruleName'), <OfRule key="rule" rule={address.rule} of={address.class} />],
          [t('blockedAddresses.holder'), <Holder key="holder" address={address} />],
        ]}
      />
      {address.can_block_again && <BlockOneAgain id={address.id} onDone={onGone} />}
      {address.blocked_at && (
        <Group gap="xs">
          <Button mb="md" onClick={() => setClearing(true)}>
            {t('blockedAddresses.clear')}
          </Button>
          {address.trial ? <EndTrial mb="md" id={address.id} /> : <PutOnTrial mb="md" id={address.id} />}
        </Group>
      )}
      {clearing && (
        <ClearBlock
          title={t('blockedAddresses.clearOne', { address: address.address })}
          of={address.complained_at ? 'complained' : 'one'}
          saving={clear.isPending}
          onClear={unblock}
          onClose={() => setClearing(false)}
        />
      )}
      <Stack gap="lg">
        <ReturnsOfAddress history={address.history} />
        <DecisionsOnAddress changes={address.changes} />
      </Stack>
    </>
  );
}

/** The rule that judged what came back, and the way to all addresses that it blocked: who finds it wrong lets them go. */
function OfRule({ rule, of }: { rule: string | null; of: string | null }) {
  const { t } = useTranslation();
  if (rule === null) return '–';
  return (
    <Group gap="xs">
      <RuleName rule={rule} of={of} />
      <Link to="/email/blocked-addresses" search={{ rule }}>
        {t('blockedAddresses.allOfRule')}
      </Link>
    </Group>
  );
}

/** Whose address it is, and the way to the right one. */
function Holder({ address }: { address: AddressEvidence }) {
  const { t } = useTranslation();
  const mayChange = useMay('cases_all', 'cases_own');
  const { holder } = address;
  if (!holder) return t('blockedAddresses.noHolder');
  return (
    <Group gap="xs">
      {mayChange ? (
        <Link to="/people/persons" search={{ open: holder.id }}>
          {holder.name}
        </Link>
      ) : (
        holder.name
      )}
      {mayChange && (
        <CorrectPerson person={holder} address={address.address} proposed={movedTo(address.history)} />
      )}
    </Group>
  );
}
