import { Button, FileInput, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconUpload } from '@/components/icons';
import { readable } from '@/lib/format/domain-name';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { useImportFiles } from '../use-import-files';
import { ImportedFiles } from './ImportedFiles';

/** The button of the inbox queue that takes mail from files. */
export function ImportFiles() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUpload size={16} />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('intake.files.open')}
      </Button>
      {open && <Dialog onClose={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const mailboxes = useMailboxNames(true);
  const imports = useImportFiles();
  const [mailbox, setMailbox] = useState<string | null>(null);
  const [chosen, setChosen] = useState<File[]>([]);
  const only = mailboxes.length === 1 ? mailboxes[0]?.id : undefined;
  const into = mailbox ?? only ?? null;
  const begun = imports.files.length > 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('intake.files.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
      closeOnClickOutside={!imports.running}
      closeOnEscape={!imports.running}
      withCloseButton={!imports.running}
    >
      <Stack gap="md">
        <Text size="sm">{t('intake.files.lead')}</Text>
        {begun ? (
          <ImportedFiles files={imports.files} running={imports.running} />
        ) : (
          <>
            <Select
              label={t('intake.files.mailbox')}
              description={t('intake.files.mailboxHint')}
              placeholder={t('intake.files.choose')}
              allowDeselect={false}
              data={mailboxes.map(({ id, address }) => ({ value: id, label: readable(address) }))}
              value={into}
              onChange={setMailbox}
            />
            <FileInput
              label={t('intake.files.files')}
              description={t('intake.files.filesHint')}
              placeholder={t('intake.files.chooseFiles')}
              multiple
              clearable
              accept=".eml,.mbox,.mbx,message/rfc822,application/mbox"
              value={chosen}
              onChange={setChosen}
            />
          </>
        )}
        <Group justify="flex-end" gap="xs">
          {imports.running && (
            <Button variant="default" onClick={imports.stop}>
              {t('intake.files.stop')}
            </Button>
          )}
          {begun && !imports.running && (
            <>
              <Button variant="default" onClick={imports.clear}>
                {t('intake.files.more')}
              </Button>
              <Button onClick={onClose}>{t('common.close')}</Button>
            </>
          )}
          {!begun && (
            <Button
              disabled={!into || chosen.length === 0}
              onClick={() => into && imports.start(into, chosen)}
            >
              {t('intake.files.start')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
