import { Button, FileButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FileChips } from '@/components/files/FileChips';
import type { useFiles } from '@/components/files/use-files';
import { FieldGroup } from '@/components/form/FormDrawer';
import { IconPaperclip } from '@/components/icons';

type Props = { files: ReturnType<typeof useFiles>; slot: string };

/** The files that go with mails that begin with a template. */
export function TemplateFiles({ files, slot }: Props) {
  const { t } = useTranslation();
  return (
    <FieldGroup title={t('templates.form.files')} hint={t('templates.form.filesHint')}>
      <FileChips files={files.files} onRemove={files.remove} onRetry={files.retry} />
      <div>
        <FileButton multiple onChange={(chosen) => files.add(slot, chosen)}>
          {(button) => (
            <Button {...button} variant="default" leftSection={<IconPaperclip size={16} />}>
              {t('reply.attach')}
            </Button>
          )}
        </FileButton>
      </div>
    </FieldGroup>
  );
}
