import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FileChips } from '@/components/files/FileChips';
import { useKeptPictures } from '@/components/files/use-kept-pictures';
import { useForm } from '@/components/form/use-form';
import { useLeaveQuestion } from '@/components/form/use-leave-question';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { SignatureField } from '@/components/template/SignatureField';
import type { Signatures } from '@/lib/api/types';
import { useSaveSignatures, useSignatures } from '../api/signatures';
import classes from './PersonalSection.module.css';
import { Section } from './Section';

/** What stands under one's mails: one text for new ones, one for answers. */
export function SignaturesSection() {
  const { t } = useTranslation();
  const found = useSignatures();
  return (
    <Section title={t('signatures.title')} hint={t('signatures.hint')}>
      {found.isPending && <LoadingRows rows={3} height={48} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <SignaturesForm stored={found.data} />}
    </Section>
  );
}

function SignaturesForm({ stored }: { stored: Signatures }) {
  const { t } = useTranslation();
  const save = useSaveSignatures();
  const form = useForm<Signatures>({ initial: stored, error: save.error });
  const { values, set, errorOf } = form;
  useLeaveQuestion(form.changed);
  const { files, pictures, waits } = useKeptPictures();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values, {
      // They name their pictures by what keeps them from here on.
      onSuccess: (saved) => {
        form.take(() => saved);
        notifyDone(t('signatures.saved'));
      },
    });
  };
  return (
    <form onSubmit={submit} className={classes.signatures} noValidate>
      <SignatureField
        label={t('signatures.ofReply')}
        description={t('signatures.ofReplyHint')}
        value={{ text: values.of_reply, html: values.of_reply_html }}
        error={errorOf('of_reply')}
        pictures={pictures}
        onChange={({ text, html }) => set({ of_reply: text, of_reply_html: html })}
      />
      <SignatureField
        label={t('signatures.ofNew')}
        description={t('signatures.ofNewHint')}
        value={{ text: values.of_new, html: values.of_new_html }}
        error={errorOf('of_new')}
        pictures={pictures}
        onChange={({ text, html }) => set({ of_new: text, of_new_html: html })}
      />
      <FileChips files={files.files} onRemove={files.remove} onRetry={files.retry} />
      <ProblemView error={form.general} />
      <div>
        <Button
          type="submit"
          variant="light"
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
