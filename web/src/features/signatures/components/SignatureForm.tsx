import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { RichValue } from '@/components/rich-text/rich-value';
import { FormattedTextField } from '@/components/template/FormattedTextField';
import { TemplatePreview } from '@/components/template/TemplatePreview';
import { useSession } from '@/lib/session/SessionContext';
import { useSaveMailboxSignature } from '../api/mailbox-signature';
import classes from './MailboxSignatures.module.css';

/** The signature of one mailbox, with a look at how it will read. */
export function SignatureForm({ mailbox, stored }: { mailbox: string; stored: RichValue }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const save = useSaveMailboxSignature(mailbox);
  const { values, set, errorOf, general } = useForm({ initial: stored, error: save.error });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values, { onSuccess: () => notifyDone(t('signatures.mailboxSaved')) });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <FormattedTextField
        label={t('signatures.text')}
        description={t('signatures.textHint')}
        rows={4}
        value={values}
        error={errorOf('text')}
        onChange={set}
      />
      <TemplatePreview draft={{ language: user.language, ...values }} />
      <ProblemView error={general} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
