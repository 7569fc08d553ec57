import { Button, Group, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import { Time } from '@/components/time/Time';
import type { BlockListImport } from '@/lib/api/types';
import { focusBehind } from '@/lib/focus/next-place';
import { useFormat } from '@/lib/format/use-format';
import { useUndoImport } from '../api/actions';
import { useRecentImports } from '../api/blocked-addresses';
import { Undone } from './Undone';

/** The lists that were imported of late, each with the way back: also those that were stopped on the way. */
export function RecentImports() {
  const { t } = useTranslation();
  const imports = useRecentImports();
  const undo = useUndoImport();
  const known = imports.data ?? [];
  return (
    <>
      <ProblemView error={imports.error ?? undo.error} />
      {undo.data && <Undone undone={undo.data} />}
      {known.length > 0 && (
        <Stack component="section" gap="xs" aria-label={t('blockLists.recent')}>
          <Text size="sm" fw={600}>
            {t('blockLists.recent')}
          </Text>
          <Text size="sm">{t('blockLists.recentHint')}</Text>
          {known.map((one) => (
            <RecentImport
              key={one.id}
              one={one}
              undoing={undo.isPending && undo.variables === one.id}
              onUndo={(button) => undo.mutate(one.id, { onSuccess: focusBehind(button, 'button') })}
            />
          ))}
        </Stack>
      )}
    </>
  );
}

type RowProps = { one: BlockListImport; undoing: boolean; onUndo: (button: HTMLElement) => void };

function RecentImport({ one, undoing, onUndo }: RowProps) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const id = useId();
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" id={id} flex="1 1 12rem">
        <Time at={one.at} as="full" />
        {` · ${one.by_name ?? t('addressWarning.someone')} · `}
        {t('blockLists.changed', { count: one.changed, shown: shown(one.changed) })}
      </Text>
      <Button
        variant="default"
        size="xs"
        flex="none"
        aria-describedby={id}
        loading={undoing}
        onClick={({ currentTarget }) => onUndo(currentTarget)}
      >
        {t('blockLists.undo')}
      </Button>
    </Group>
  );
}
