import { Button, FileButton, Group, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconDownload } from '@/components/icons';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { address } from '@/lib/api/client';
import { textOf } from '@/lib/i18n/text';
import { useMay } from '@/lib/session/SessionContext';
import { type SameName, useImportFilters } from '../api/import-filters';
import classes from './FilterRows.module.css';

const SAME_NAME = ['report', 'replace', 'skip'] as const;

/** Filters out as a file, and in from one. */
export function FilterFileMenu() {
  const { t } = useTranslation();
  const mayExport = useMay('export');
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      {mayExport && (
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          component="a"
          href={address('/filters/file')}
          download
        >
          {t('filters.file.export')}
        </Button>
      )}
      <FileButton accept=".json,application/json" onChange={setFile}>
        {(props) => (
          <Button variant="default" {...props}>
            {t('filters.file.import')}
          </Button>
        )}
      </FileButton>
      {file && <ImportDialog key={file.name} file={file} onClose={() => setFile(null)} />}
    </>
  );
}

function ImportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation();
  const take = useImportFilters();
  const [same_name, setSameName] = useState<SameName>('report');
  const conflicts = take.data?.conflicts ?? [];
  const submit = () =>
    take.mutate(
      { file, same_name },
      {
        onSuccess: ({ made, replaced, conflicts }) => {
          if (conflicts.length > 0) return;
          notifyDone(t('filters.file.done', { count: made + replaced }));
          onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('filters.file.importTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.note}>{file.name}</p>
      <Radio.Group
        mt="sm"
        label={t('filters.file.sameName')}
        value={same_name}
        onChange={(value) => setSameName(value as SameName)}
      >
        {SAME_NAME.map((value) => (
          <Radio key={value} mt="xs" value={value} label={t(`filters.file.${value}`)} />
        ))}
      </Radio.Group>
      <ProblemView error={take.error} />
      {conflicts.length > 0 && (
        <div role="alert">
          <p className={classes.error}>{t('filters.file.conflicts')}</p>
          <ul>
            {conflicts.map(({ filter, code, detail, params }) => (
              <li key={filter + code}>
                {filter}: {textOf(`problem.${code}`, params) ?? detail}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={take.isPending} onClick={submit}>
          {t('filters.file.take')}
        </Button>
      </Group>
    </Modal>
  );
}
