import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { useForm } from '@/components/form/use-form';
import type { MailboxTest } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import type { MailboxValues } from '../mailbox-form';

type Folder = NonNullable<MailboxTest['survey']>['folders'][number];

/** The folder that is read: one of the server's, once a test has listed them, or any name. */
export function FolderField({
  form,
  folders,
}: {
  form: ReturnType<typeof useForm<MailboxValues>>;
  folders: Folder[];
}) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const byName = new Map(folders.map((folder) => [folder.name, folder]));
  return (
    <Autocomplete
      label={t('mailboxes.form.folder')}
      description={folders.length > 0 ? t('mailboxes.form.folderHint') : t('mailboxes.form.folderTestHint')}
      data={folders.map(({ name }) => name)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const folder = byName.get(option.value);
        const purpose = folder?.purpose && textOf(`mailboxes.folderUse.${folder.purpose}`);
        const mails =
          typeof folder?.messages === 'number' && t('mailboxes.mails', { count: folder.messages });
        return (
          <span>
            {option.value} <small>{[purpose, mails].filter(Boolean).join(' · ')}</small>
          </span>
        );
      }}
      value={values.folder}
      error={errorOf('folder')}
      onChange={(folder) => set({ folder })}
    />
  );
}
