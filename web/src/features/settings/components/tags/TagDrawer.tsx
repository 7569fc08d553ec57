import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { Tag } from '@/lib/api/types';
import { useChangeTag } from '../../api/tags';
import { NameAndColour } from '../words/NameAndColour';

/** A tag's word and colour. */
export function TagDrawer({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeTag();
  const form = useForm({
    initial: { name: tag.name, colour: tag.colour },
    check: ({ name }) => ({ name: name.trim() ? undefined : t('field.required') }),
    error: change.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('tags.saved'));
      onClose();
    };
    change.mutate({ id: tag.id, ...values, name: values.name.trim() }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={t('common.about', { name: tag.name })}
      onClose={onClose}
      onSubmit={submit}
      saving={change.isPending}
      error={form.general}
      changed={form.changed}
    >
      <NameAndColour
        label={t('tags.name')}
        description={t('tags.nameHint')}
        maxLength={40}
        value={values}
        error={errorOf('name')}
        onChange={set}
      />
    </FormDrawer>
  );
}
