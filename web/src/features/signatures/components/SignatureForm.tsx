import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FileChips } from '@/components/files/FileChips';
import { useKeptPictures } from '@/components/files/use-kept-pictures';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { SignatureField } from '@/components/template/SignatureField';
import type { MailboxSignature } from '@/lib/api/types';
import { useSaveMailboxSignature } from '../api/mailbox-signature';
import classes from './MailboxSignatures.module.css';

/** The signatures of one mailbox, with a look at how they will read. */
export function SignatureForm({ mailbox, stored }: { mailbox: string; stored: MailboxSignature }) {
  const { t } = useTranslation();
  const save = useSaveMailboxSignature(mailbox);
  const { values, set, errorOf, general } = useForm({ initial: stored, error: save.error });
  const { seen_version, submit: saveOver, goOnFrom } = useSeenVersion(stored.version, save.error);
  const { files, pictures, waits } = useKeptPictures();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { text, html, reply_text, reply_html } = values;
    save.mutate(
      { text, html, reply_text, reply_html, seen_version },
      {
        // They name their pictures by what keeps them from here on.
        onSuccess: (saved) => {
          set(saved);
          goOnFrom(saved.version);
          notifyDone(t('signatures.mailboxSaved'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <SignatureField
        label={t('signatures.text')}
        description={t('signatures.textHint')}
        rows={4}
        value={{ text: values.text, html: values.html }}
        error={errorOf('text')}
        onChange={set}
        {...{ mailbox, pictures }}
      />
      <SignatureField
        label={t('signatures.ofReply')}
        description={t('signatures.replyTextHint')}
        value={{ text: values.reply_text, html: values.reply_html }}
        error={errorOf('reply_text')}
        onChange={({ text, html }) => set({ reply_text: text, reply_html: html })}
        {...{ mailbox, pictures }}
      />
      <FileChips files={files.files} onRemove={files.remove} onRetry={files.retry} />
      <ProblemView error={general} />
      <div>
        <Button
          type="submit"
          disabled={waits !== undefined}
          title={waits && t(waits)}
          loading={save.isPending}
        >
          {saveOver ?? t('common.save')}
        </Button>
      </div>
    </form>
  );
}
