import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BlockListUndone } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';

/** What became of an import that was taken back. */
export function Undone({ undone }: { undone: BlockListUndone }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  return (
    <Alert color="green" role="status" title={t('blockLists.undone', counted(undone.restored))}>
      {undone.left > 0 && <Text size="sm">{t('blockLists.left', counted(undone.left))}</Text>}
    </Alert>
  );
}
