import { Button, FileInput, Group, Loader, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ProblemView } from '@/components/problem/ProblemView';
import type { ImportPreview, KnownPersons } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { type Reading, useImportPreview, useStartImport } from '../api/import-persons';
import { ImportColumns } from './ImportColumns';
import classes from './ImportPersons.module.css';
import { ImportProgress } from './ImportProgress';
import { ImportRows } from './ImportRows';

const KNOWN: KnownPersons[] = ['keep', 'fill', 'replace'];

/** A file of persons is chosen, looked at, and taken in. */
export function ImportPersons({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const [file, setFile] = useState<File | null>(null);
  const [reading, setReading] = useState<Reading>({});
  const [known, setKnown] = useState<KnownPersons>('keep');
  const preview = useImportPreview(file, reading);
  const start = useStartImport();
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setReading({});
  };
  const leave = async () => {
    const question = {
      title: t('confirm.discardTitle'),
      text: t('personImport.discard'),
      action: t('confirm.discard'),
    };
    if (!file || start.data || (await confirm(question))) onClose();
  };
  const seen = file && !preview.isError ? preview.data : undefined;
  const ready = seen ? seen.rows - seen.refused : 0;
  return (
    <SideDrawer opened onClose={() => void leave()} title={t('personImport.import')} size="52rem">
      {start.data ? (
        <ImportProgress begun={start.data} onClose={onClose} />
      ) : (
        <Stack gap="lg">
          <FileInput
            label={t('personImport.file')}
            description={t('personImport.fileHint')}
            placeholder={t('personImport.choose')}
            accept=".csv,.txt,.tsv,.vcf,.vcard,text/csv,text/vcard,text/plain"
            data-autofocus
            clearable
            clearButtonProps={{ 'aria-label': t('personImport.other') }}
            value={file}
            onChange={choose}
          />
          <ProblemView error={preview.error} />
          {file && preview.isPending && <Loader size="sm" aria-label={t('common.loading')} />}
          {seen && <Summary seen={seen} />}
          {seen?.form === 'csv' && <ImportColumns seen={seen} onChange={setReading} />}
          {seen && <ImportRows form={seen.form} rows={seen.shown} all={seen.rows} />}
          {seen && seen.known > 0 && (
            <Known form={seen.form} value={known} count={seen.known} onChange={setKnown} />
          )}
          <ProblemView error={start.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => void leave()}>
              {t('common.cancel')}
            </Button>
            <Button
              disabled={!file || ready === 0 || preview.isFetching}
              loading={start.isPending}
              onClick={() => file && start.mutate({ file, reading, known })}
            >
              {t(seen && seen.form !== 'csv' ? 'personImport.startContacts' : 'personImport.start', {
                count: ready,
                shown: format.count(ready),
              })}
            </Button>
          </Group>
        </Stack>
      )}
    </SideDrawer>
  );
}

function Summary({ seen }: { seen: ImportPreview }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  const facts = [
    t(seen.form === 'csv' ? 'personImport.rows' : 'personImport.contacts', counted(seen.rows)),
    seen.known > 0 && t('personImport.known', counted(seen.known)),
    seen.doubtful > 0 && t('personImport.doubtful', counted(seen.doubtful)),
    seen.refused > 0 && t('personImport.refused', counted(seen.refused)),
  ];
  return (
    <div role="status">
      <ul className={classes.summary}>
        {facts.filter(Boolean).map((fact) => (
          <li key={String(fact)}>{fact}</li>
        ))}
      </ul>
    </div>
  );
}

type KnownProps = {
  form: string;
  value: KnownPersons;
  count: number;
  onChange: (known: KnownPersons) => void;
};

function Known({ form, value, count, onChange }: KnownProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Radio.Group
      label={t(form === 'csv' ? 'personImport.knownLabel' : 'personImport.knownContacts', {
        count,
        shown: format.count(count),
      })}
      value={value}
      onChange={(chosen) => onChange(chosen as KnownPersons)}
    >
      <Stack gap="xs" mt="xs">
        {KNOWN.map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`personImport.knownChoice.${one}`)}
            description={t(`personImport.knownHint.${one}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
