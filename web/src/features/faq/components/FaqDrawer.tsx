import { Autocomplete, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { TemplateTextField } from '@/components/template/TemplateTextField';
import type { FaqEntry, Language } from '@/lib/api/types';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { foldersOf, useFaqEntries } from '@/lib/requests/faq';
import { useSession } from '@/lib/session/SessionContext';
import { useArchiveFaqEntry, useFaqEntry, useSaveFaqEntry } from '../api/entries';
import { inputOf, valuesOf } from '../faq-form';

type Props = { /** The entry that is changed; a new one when left out. */ id?: string; onClose: () => void };

const WIDTH = '42rem';

/** Creates or changes an entry; waits until it is there. */
export function FaqDrawer({ id, onClose }: Props) {
  const { t } = useTranslation();
  const found = useFaqEntry(id);
  const [fresh, setFresh] = useState<FaqEntry | null>(null);
  if (!fresh && found.data && !found.isFetching) setFresh(found.data);
  if (!id) return <FaqForm entry={null} onClose={onClose} />;
  // What was kept from before may be older than what a colleague wrote.
  if (fresh) return <FaqForm entry={fresh} onClose={onClose} />;
  return (
    <SideDrawer opened onClose={onClose} title={t('faq.editTitle')} size={WIDTH}>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <LoadingRows rows={6} height={48} />
      )}
    </SideDrawer>
  );
}

function FaqForm({ entry, onClose }: { entry: FaqEntry | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const save = useSaveFaqEntry();
  const archive = useArchiveFaqEntry();
  const folders = foldersOf(useFaqEntries());
  const form = useForm({
    initial: valuesOf(entry, organisation.language),
    check: ({ title, text, link }) => ({
      title: title.trim() ? undefined : t('field.required'),
      text: text.trim() || link.trim() ? undefined : t('problem.faq.answer_missing'),
    }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const done = () => {
      notifyDone(entry ? t('faq.saved') : t('faq.created'));
      onClose();
    };
    save.mutate({ id: entry?.id, input: inputOf(values) }, { onSuccess: done });
  };
  return (
    <FormDrawer
      opened
      size={WIDTH}
      title={entry ? t('faq.editTitle') : t('faq.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
      aside={
        entry && (
          <DeleteButton
            id={entry.id}
            question={t('faq.archiveTitle', { title: entry.title })}
            hint={t('faq.archiveHint')}
            verb={t('faq.toArchive')}
            done={t('faq.archived')}
            remove={archive}
            onGone={onClose}
          />
        )
      }
    >
      <TextInput
        label={t('faq.form.title')}
        description={t('faq.form.titleHint')}
        data-autofocus
        maxLength={200}
        value={values.title}
        error={errorOf('title')}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <TagsInput
        label={t('faq.form.keywords')}
        description={t('faq.form.keywordsHint')}
        splitChars={[',', ';']}
        acceptValueOnBlur
        maxTags={30}
        value={values.keywords}
        error={errorOf('keywords')}
        onChange={(keywords) => set({ keywords })}
      />
      <TemplateTextField
        label={t('faq.form.text')}
        description={t('faq.form.textHint')}
        automatic
        suggests={false}
        value={values.text}
        error={errorOf('text')}
        onChange={(text) => set({ text })}
      />
      <TextInput
        label={t('faq.form.link')}
        description={t('faq.form.linkHint')}
        type="url"
        placeholder="https://"
        value={values.link}
        error={errorOf('link')}
        onChange={(event) => set({ link: event.currentTarget.value })}
      />
      <Autocomplete
        label={t('faq.form.folder')}
        description={t('faq.form.folderHint')}
        data={folders}
        value={values.folder}
        error={errorOf('folder')}
        onChange={(folder) => set({ folder })}
      />
      <Select
        label={t('faq.form.language')}
        description={t('faq.form.languageHint')}
        allowDeselect={false}
        data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
        value={values.language}
        onChange={(language) => language && set({ language: language as Language })}
      />
    </FormDrawer>
  );
}
