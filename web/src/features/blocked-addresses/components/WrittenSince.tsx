import { ActionIcon, Badge, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClearBlock } from '@/components/address/ClearBlock';
import { useNotifyCleared } from '@/components/address/use-notify-cleared';
import { useTrialSentence } from '@/components/address/use-trial-sentence';
import { IconRestore } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import type { AddressTrial, BlockScope, ListedBlockedAddress } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { type Clearing, useClearBlocks } from '@/lib/requests/blocked-addresses';
import classes from './WrittenSince.module.css';

/** An address, the sign that it is on trial, and that it has written since it was blocked: there is somebody after all. */
export function AddressCell({ row }: { row: ListedBlockedAddress }) {
  return (
    <span className={classes.cell}>
      <span className={classes.address}>{readable(row.address)}</span>
      {row.trial && <OnTrial trial={row.trial} scope={row.scope} />}
      {row.written_since && <WrittenSince row={row} at={row.written_since} />}
    </span>
  );
}

function OnTrial({ trial, scope }: { trial: AddressTrial; scope: BlockScope | null }) {
  const { t } = useTranslation();
  const say = useTrialSentence();
  return (
    <Badge size="sm" color="blue" variant="light" className={classes.sign} title={say(trial, scope)}>
      {t('blockedAddresses.onTrial')}
    </Badge>
  );
}

function WrittenSince({ row, at }: { row: ListedBlockedAddress; at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [clearing, setClearing] = useState(false);
  const clear = useClearBlocks();
  const notifyCleared = useNotifyCleared();
  const onClear = (clearing: Clearing) =>
    clear.mutate(
      { ids: [row.id], ...clearing },
      {
        onSuccess: (outcome) => {
          notifyCleared(outcome, [row.id]);
          setClearing(false);
        },
        onError: (error) => notifyProblem(error, t),
      },
    );
  return (
    // A row is opened by a click; what is pressed here is not the row.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the row from hearing
    <span
      className={classes.sign}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <Group gap={6} wrap="nowrap">
        <Badge
          size="sm"
          color="green"
          variant="light"
          title={t('blockedAddresses.writtenSince', { when: format.day(at) })}
        >
          {t('blockedAddresses.written')}
        </Badge>
        <ActionIcon
          size="sm"
          variant="subtle"
          title={t('blockedAddresses.clearShort')}
          aria-label={`${t('blockedAddresses.clearShort')}: ${readable(row.address)}`}
          onClick={() => setClearing(true)}
        >
          <IconRestore size={15} />
        </ActionIcon>
      </Group>
      {clearing && (
        <ClearBlock
          title={t('blockedAddresses.clearOne', { address: row.address })}
          of={row.complained_at ? 'complained' : 'one'}
          saving={clear.isPending}
          onClear={onClear}
          onClose={() => setClearing(false)}
        />
      )}
    </span>
  );
}
