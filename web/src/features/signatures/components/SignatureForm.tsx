import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { TemplatePreview } from '@/components/template/TemplatePreview';
import { TemplateTextField } from '@/components/template/TemplateTextField';
import { useSession } from '@/lib/session/SessionContext';
import { useSaveMailboxSignature } from '../api/mailbox-signature';
import classes from './MailboxSignatures.module.css';

/** The signature of one mailbox, with a look at how it will read. */
export function SignatureForm({ mailbox, stored }: { mailbox: string; stored: string }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const save = useSaveMailboxSignature(mailbox);
  const { values, set, errorOf, general } = useForm({ initial: { text: stored }, error: save.error });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values.text, { onSuccess: () => notifyDone(t('signatures.mailboxSaved')) });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <TemplateTextField
        label={t('signatures.text')}
        description={t('signatures.textHint')}
        rows={4}
        value={values.text}
        error={errorOf('text')}
        onChange={(text) => set({ text })}
      />
      <TemplatePreview draft={{ language: user.language, text: values.text }} />
      <ProblemView error={general} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
