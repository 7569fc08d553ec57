import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { IconCopy } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Template, Upload } from '@/lib/api/types';
import { useSaveTemplate } from '@/lib/requests/save-template';
import { useSession } from '@/lib/session/SessionContext';
import { useTemplate } from '../api/get-template';
import { filesOf, inputOf, valuesOf } from '../template-form';
import { SLOT, useTemplateFiles } from '../use-template-files';
import { DeleteTemplate } from './DeleteTemplate';
import { TemplateFiles } from './TemplateFiles';
import { TemplateRecipients } from './TemplateRecipients';
import { TemplateSender } from './TemplateSender';
import { TemplateTexts } from './TemplateTexts';

/** A template that another begins like; with files that it does not keep yet. */
export type Like = { template: Template; uploads: Upload[] };

type Props = {
  /** The template that is changed; a new one when left out. */
  id?: string;
  /** The template that a new one begins like. */
  like: Like | null;
  onCopy: (like: Like) => void;
  onClose: () => void;
};

/** Creates, copies or changes a template; waits until it is there. */
export function TemplateDrawer({ id, like, onCopy, onClose }: Props) {
  const { t } = useTranslation();
  const found = useTemplate(id);
  if (!id) return <TemplateForm template={null} like={like} onCopy={onCopy} onClose={onClose} />;
  if (found.data) return <TemplateForm template={found.data} like={null} onCopy={onCopy} onClose={onClose} />;
  return (
    <SideDrawer opened onClose={onClose} title={t('templates.editTitle')} size={WIDTH}>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <LoadingRows rows={6} height={48} />
      )}
    </SideDrawer>
  );
}

const WIDTH = '46rem';

type FormProps = Pick<Props, 'like' | 'onCopy' | 'onClose'> & { template: Template | null };

function TemplateForm({ template, like, onCopy, onClose }: FormProps) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const save = useSaveTemplate();
  const [initial] = useState(() => {
    const values = valuesOf(template ?? like?.template ?? null, organisation.language);
    return like ? { ...values, name: t('templates.copyOf', { name: like.template.name }) } : values;
  });
  const own = useTemplateFiles(template ?? like?.template ?? null, like?.uploads);
  const kept = own.files.files;
  const form = useForm({
    initial,
    check: ({ name }) => ({ name: name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver } = useSeenVersion(template?.version, save.error);
  const submit = () => {
    if (!form.isReady()) return;
    const done = () => {
      notifyDone(template ? t('templates.saved') : t('templates.created'));
      onClose();
    };
    const input = { ...inputOf(values), ...filesOf(kept, values), seen_version };
    save.mutate({ id: template?.id, input }, { onSuccess: done });
  };
  return (
    <FormDrawer
      opened
      size={WIDTH}
      title={template ? t('templates.editTitle') : t('templates.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed || own.changed}
      submit={saveOver}
      waits={own.waits && t(own.waits)}
      aside={
        template && (
          <>
            <DeleteTemplate template={template} onGone={onClose} />
            <Button
              variant="subtle"
              leftSection={<IconCopy size={16} />}
              onClick={() =>
                onCopy({
                  template: {
                    ...template,
                    ...inputOf(values),
                    versions: inputOf(values).versions ?? [],
                    files: kept.flatMap(({ upload, kept }) => (upload && kept ? upload : [])),
                  } as Template,
                  uploads: kept.flatMap(({ upload, kept }) => (upload && !kept ? upload : [])),
                })
              }
            >
              {t('templates.copy')}
            </Button>
          </>
        )
      }
    >
      <TextInput
        label={t('templates.form.name')}
        description={t('templates.form.nameHint')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('templates.form.folder')}
        description={t('templates.form.folderHint')}
        value={values.folder}
        error={errorOf('folder')}
        onChange={(event) => set({ folder: event.currentTarget.value })}
      />
      <Textarea
        label={t('templates.form.description')}
        description={t('templates.form.descriptionHint')}
        autosize
        minRows={1}
        value={values.description}
        error={errorOf('description')}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <TemplateSender
        value={values.identity_id}
        error={errorOf('identity_id')}
        onChange={(identity_id) => set({ identity_id })}
      />
      <TemplateTexts
        values={values}
        set={set}
        error={errorOf('versions')}
        problem={save.error}
        pictures={own.pictures}
      />
      <TemplateFiles files={own.files} slot={SLOT} />
      <TemplateRecipients
        value={values.recipients}
        error={errorOf('recipients')}
        onChange={(recipients) => set({ recipients })}
      />
      <Switch
        label={t('templates.form.active')}
        description={t('templates.form.activeHint')}
        checked={values.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </FormDrawer>
  );
}
