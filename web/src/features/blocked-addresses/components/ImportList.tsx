import { Button, FileInput, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import { useFormat } from '@/lib/format/use-format';
import { useImportList, useListPreview } from '../api/actions';
import { ImportReport } from './ImportReport';
import { ListPreview } from './ListPreview';
import { RecentImports } from './RecentImports';

/** A block list of another service is chosen, looked at, and taken in. */
export function ImportList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  const [file, setFile] = useState<File | null>(null);
  const imports = useImportList();
  const preview = useListPreview(file);
  const report = imports.data;
  const seen = file && !preview.isError ? preview.data : undefined;
  const entries = seen ? seen.entries - seen.refused - seen.spared - seen.passing - seen.own : 0;
  const news = seen ? seen.bounces + seen.complaints + seen.by_hand : 0;
  const choose = (chosen: File | null) => {
    setFile(chosen);
    imports.reset();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('blockLists.import')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('blockLists.lead')}</Text>
        <FileInput
          label={t('blockLists.file')}
          placeholder={t('blockLists.choose')}
          accept=".csv,.json,.ndjson,.txt,text/csv,application/json,text/plain"
          value={file}
          onChange={choose}
        />
        {!report && <ProblemView error={preview.error} />}
        {file && preview.isPending && <Loader size="sm" aria-label={t('common.loading')} />}
        {seen && !report && <ListPreview seen={seen} />}
        <ProblemView error={imports.error} />
        {report && <ImportReport report={report} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t(report ? 'common.close' : 'common.cancel')}
          </Button>
          {!report && (
            <Button
              disabled={!file || entries === 0 || preview.isFetching}
              loading={imports.isPending}
              onClick={() => file && imports.mutate(file)}
            >
              {news > 0 ? t('blockLists.startCounted', counted(news)) : t('blockLists.start')}
            </Button>
          )}
        </Group>
        {!report && <RecentImports />}
      </Stack>
    </Modal>
  );
}
