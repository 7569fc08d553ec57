import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FileChips } from '@/components/files/FileChips';
import { useKeptPictures } from '@/components/files/use-kept-pictures';
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
  const { files, pictures, waits } = useKeptPictures();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values, {
      // It names its pictures by what keeps them from here on.
      onSuccess: (saved) => {
        set(saved);
        notifyDone(t('signatures.mailboxSaved'));
      },
    });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <FormattedTextField
        label={t('signatures.text')}
        description={t('signatures.textHint')}
        rows={4}
        value={values}
        error={errorOf('text')}
        pictures={pictures}
        onChange={set}
      />
      <FileChips files={files.files} onRemove={files.remove} onRetry={files.retry} />
      <TemplatePreview draft={{ language: user.language, ...values }} pictures={pictures} />
      <ProblemView error={general} />
      <div>
        <Button
          type="submit"
          disabled={waits !== undefined}
          title={waits && t(waits)}
          loading={save.isPending}
        >
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
