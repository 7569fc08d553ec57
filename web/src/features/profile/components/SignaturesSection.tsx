import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { FormattedTextField } from '@/components/template/FormattedTextField';
import { TemplatePreview } from '@/components/template/TemplatePreview';
import type { Signatures } from '@/lib/api/types';
import { useSession } from '@/lib/session/SessionContext';
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
  const { user } = useSession();
  const save = useSaveSignatures();
  const form = useForm<Signatures>({ initial: stored, error: save.error });
  const { values, set, errorOf } = form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values, { onSuccess: () => notifyDone(t('signatures.saved')) });
  };
  return (
    <form onSubmit={submit} className={classes.signatures} noValidate>
      <FormattedTextField
        label={t('signatures.ofReply')}
        description={t('signatures.ofReplyHint')}
        rows={3}
        value={{ text: values.of_reply, html: values.of_reply_html }}
        error={errorOf('of_reply')}
        onChange={({ text, html }) => set({ of_reply: text, of_reply_html: html })}
      />
      {values.of_reply.trim() && (
        <TemplatePreview
          draft={{ language: user.language, text: values.of_reply, html: values.of_reply_html }}
        />
      )}
      <FormattedTextField
        label={t('signatures.ofNew')}
        description={t('signatures.ofNewHint')}
        rows={3}
        value={{ text: values.of_new, html: values.of_new_html }}
        error={errorOf('of_new')}
        onChange={({ text, html }) => set({ of_new: text, of_new_html: html })}
      />
      {values.of_new.trim() && (
        <TemplatePreview draft={{ language: user.language, text: values.of_new, html: values.of_new_html }} />
      )}
      <ProblemView error={form.general} />
      <div>
        <Button type="submit" variant="light" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
