import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconMailbox } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Draft, Sender } from '@/lib/api/types';
import { askedIn, type StartSearch } from '@/lib/router/start-search';
import { useDropNewDraft, useNewDraft, useSenders } from '../api/start-case';
import { BegunMail } from './BegunMail';
import { StartForm } from './StartForm';
import classes from './StartPage.module.css';

/** A case that we start: the first mail to a customer. */
export function StartPage() {
  const { t } = useTranslation();
  const search = useSearch({ strict: false }) as StartSearch;
  const senders = useSenders();
  const draft = useNewDraft();
  const asked = askedIn(search);
  // That none was begun is known when the server has said so: an empty form would write over what lies there.
  const isReady = senders.data && draft.data !== undefined;
  const failed = [senders, draft].filter(({ isError, data }) => isError && data === undefined);
  const again = () => failed.forEach(({ refetch }) => void refetch());
  return (
    <Page title={t('start.title')} lead={t('start.lead')}>
      {!isReady && failed.length === 0 && <LoadingRows rows={5} height={56} />}
      {failed[0] && <ErrorState error={failed[0].error} onRetry={again} />}
      {isReady && senders.data.rows.length === 0 && (
        <EmptyState icon={IconMailbox} title={t('start.noMailbox')} />
      )}
      {isReady && senders.data.rows.length > 0 && (
        <Writing senders={senders.data.rows} begun={draft.data} asked={asked} template_id={search.template} />
      )}
    </Page>
  );
}

type Props = {
  senders: Sender[];
  /** What lies there from before. */
  begun: Draft | null;
  /** Whom the link that led here names. */
  asked: string[];
  /** The template that it names. */
  template_id?: string;
};

/** The mail that is written: the one that was begun, or another, and who is added to it. */
type Mail = { begun: Draft | null; added: string[] };

/** The button that was pressed goes with its question: the keyboard goes on with the mail. */
const goOn = (place: HTMLElement | null) => place?.focus({ preventScroll: true });

function Writing({ senders, begun, asked, template_id }: Props) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const drop = useDropNewDraft();
  const [mail, setMail] = useState<Mail>();
  const [isChosen, setIsChosen] = useState(false);
  const added = asked.filter((typed) => !isNamed(begun, typed));
  // Where there is nothing to choose the form stands, and from then on neither a link to another address that is
  // followed nor what is kept of it changes it.
  const isAsked = begun !== null && added.length > 0;
  if (!mail && !isAsked) setMail({ begun, added });
  const choose = (chosen: Mail) => {
    setIsChosen(true);
    setMail(chosen);
  };
  if (mail) {
    const form = <StartForm senders={senders} isChosen={isChosen} template_id={template_id} {...mail} />;
    if (!isChosen) return form;
    return (
      <section ref={goOn} tabIndex={-1} aria-label={t('start.title')} className={classes.chosen}>
        {form}
      </section>
    );
  }
  if (!isAsked) return null;
  const anew = async () => {
    const question = {
      title: t('start.anewTitle'),
      text: t('start.anewText'),
      action: t('start.anewAction'),
    };
    if (!(await confirm(question))) return;
    drop.mutate(begun.version, { onSuccess: () => choose({ begun: null, added: asked }) });
  };
  return (
    <BegunMail
      begun={begun}
      asked={asked}
      added={added}
      isPending={drop.isPending}
      error={drop.error}
      onAdd={() => choose({ begun, added })}
      onGoOn={() => choose({ begun, added: [] })}
      onAnew={() => void anew()}
    />
  );
}

function isNamed(draft: Draft | null, typed: string): boolean {
  const named = draft ? [...(draft.to ?? []), ...draft.cc, ...draft.bcc] : [];
  return named.some((one) => one.trim().toLowerCase() === typed.toLowerCase());
}
