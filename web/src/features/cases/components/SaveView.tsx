import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { CaseViewSettings } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { useSaveCaseView } from '../api/case-views';

type Props = { settings: CaseViewSettings; onClose: () => void; onSaved: (id: string) => void };

/** Keeps what the list shows under a name. */
export function SaveView({ settings, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const save = useSaveCaseView();
  const mayShare = useMay('share_views');
  const form = useForm({
    initial: { name: '', shared: false },
    check: ({ name }) => ({ name: name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = ({ id }: { id: string }) => {
      notifyDone(t('caseViews.saved'));
      onSaved(id);
    };
    save.mutate({ name: values.name.trim(), shared: values.shared, settings }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={t('caseViews.saveAsTitle')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
    >
      <TextInput
        label={t('caseViews.name')}
        description={t('caseViews.nameHint')}
        data-autofocus
        maxLength={100}
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {mayShare && (
        <Checkbox
          label={t('caseViews.shared')}
          description={t('caseViews.sharedHint')}
          checked={values.shared}
          onChange={(event) => set({ shared: event.currentTarget.checked })}
        />
      )}
    </FormDrawer>
  );
}
