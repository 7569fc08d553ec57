import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import type { BlockListReport } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useUndoImport } from '../api/actions';
import { LeftAlone } from './ListPreview';
import { Undone } from './Undone';

/** What became of a list that was imported, and the way back. */
export function ImportReport({ report }: { report: BlockListReport }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  const undo = useUndoImport();
  const { data: undone } = undo;
  const id = report.undo;
  if (undone) return <Undone undone={undone} />;
  return (
    <Stack gap="md">
      <Alert color="green" role="status" title={t('blockLists.done', counted(report.blocked))}>
        <Stack gap="xs">
          <Text size="sm">{t('blockLists.known', counted(report.known))}</Text>
          <LeftAlone list={report} done />
          {id && (
            <Group>
              <Button variant="default" size="xs" loading={undo.isPending} onClick={() => undo.mutate(id)}>
                {t('blockLists.undo')}
              </Button>
            </Group>
          )}
        </Stack>
      </Alert>
      <ProblemView error={undo.error} />
    </Stack>
  );
}
