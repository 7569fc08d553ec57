import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FileState, ofText } from '@/components/files/use-files';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Language } from '@/lib/api/types';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useSaveTemplate } from '@/lib/requests/save-template';
import { useSession } from '@/lib/session/SessionContext';
import type { Standing } from '../template-brought';

type Props = {
  standing: Standing;
  files: FileState[];
  /** Whether its recipients are usually those of more than this one mail. */
  withRecipients: boolean;
  onClose: () => void;
};

/** Makes a template, which is everybody's, of the mail that is written. */
export function SaveAsTemplate({ standing, files, withRecipients, onClose }: Props) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const save = useSaveTemplate();
  const [name, setName] = useState('');
  const [language, setLanguage] = useState<Language>(organisation.language);
  const [named, setNamed] = useState(withRecipients);
  const { to, cc, bcc, subject, value } = standing;
  const recipients = { to, cc, bcc };
  const count = to.length + cc.length + bcc.length;
  const uploads = ofText(files, value.html).flatMap(({ upload }) => upload ?? []);
  const attached = files.filter(({ inline }) => !inline).map((file) => file.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const input = {
      name: name.trim(),
      default_language: language,
      versions: [{ language, subject, text: value.text, html: value.html }],
      recipients: named ? recipients : undefined,
      upload_ids: uploads.map(({ id }) => id),
    };
    const done = () => {
      notifyDone(t('templates.created'));
      onClose();
    };
    save.mutate({ input }, { onSuccess: done });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('reply.saveAsTemplate')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('templates.form.name')}
            description={t('templates.form.nameHint')}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('reply.templateLanguage')}
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value as Language)}
            data={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
          />
          {count > 0 && (
            <Checkbox
              label={t('reply.templateWithRecipients', { count })}
              checked={named}
              onChange={(event) => setNamed(event.currentTarget.checked)}
            />
          )}
          {attached.length > 0 && <span>{t('reply.templateWithFiles', { names: attached.join(', ') })}</span>}
          <span>{t('reply.templateShared')}</span>
          <ProblemView error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
              {t('reply.saveTemplate')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
