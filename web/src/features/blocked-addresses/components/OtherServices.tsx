import { Alert, Button, FileInput, Group, List, Menu, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconUpload } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import { useFormat } from '@/lib/format/use-format';
import { useMay } from '@/lib/session/SessionContext';
import { useImportList } from '../api/actions';

const SERVICES = ['ses', 'postmark', 'sendgrid', 'mailgun', 'plain'] as const;

/** Block lists of other services: taken in, and given out in their forms. */
export function OtherServices() {
  const { t } = useTranslation();
  const mayExport = useMay('export');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} />}>
            {t('blockLists.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUpload size={15} />} onClick={() => setOpen(true)}>
            {t('blockLists.import')}
          </Menu.Item>
          {mayExport && <Menu.Label>{t('blockLists.exportFor')}</Menu.Label>}
          {mayExport &&
            SERVICES.map((service) => (
              <Menu.Item
                key={service}
                component="a"
                href={`/api/v1/blocked-addresses/list?service=${service}`}
                download
              >
                {t(`blockLists.service.${service}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {open && <ImportList onClose={() => setOpen(false)} />}
    </>
  );
}

function ImportList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { count: shown } = useFormat();
  const counted = (count: number) => ({ count, shown: shown(count) });
  const [file, setFile] = useState<File | null>(null);
  const imports = useImportList();
  const report = imports.data;
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
          onChange={setFile}
        />
        <ProblemView error={imports.error} />
        {report && (
          <Alert color="green" role="status" title={t('blockLists.done', counted(report.blocked))}>
            {t('blockLists.known', counted(report.known))}
            {report.spared > 0 && (
              <>
                <Text size="sm">{t('blockLists.spared', counted(report.spared))}</Text>
                <List size="sm">
                  {report.spared_addresses.slice(0, 5).map((address) => (
                    <List.Item key={address}>{address}</List.Item>
                  ))}
                </List>
              </>
            )}
            {report.refused > 0 && (
              <>
                <Text size="sm">{t('blockLists.refused', { count: report.refused })}</Text>
                <List size="sm">
                  {report.refusals.slice(0, 5).map(({ number, text }) => (
                    <List.Item key={number}>{t('blockLists.line', { number, text })}</List.Item>
                  ))}
                </List>
              </>
            )}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button disabled={!file} loading={imports.isPending} onClick={() => file && imports.mutate(file)}>
            {t('blockLists.start')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
