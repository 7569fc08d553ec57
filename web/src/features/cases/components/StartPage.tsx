import { useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
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

/** A case that we start: the first mail to a customer. */
export function StartPage() {
  const { t } = useTranslation();
  const search = useSearch({ strict: false }) as StartSearch;
  const senders = useSenders();
  const draft = useNewDraft();
  const asked = askedIn(search);
  const isReady = senders.data && draft.isFetched;
  return (
    <Page title={t('start.title')} lead={t('start.lead')}>
      {!isReady && !senders.isError && <LoadingRows rows={5} height={56} />}
      {senders.isError && <ErrorState error={senders.error} onRetry={() => void senders.refetch()} />}
      {isReady && senders.data.rows.length === 0 && (
        <EmptyState icon={IconMailbox} title={t('start.noMailbox')} />
      )}
      {isReady && senders.data.rows.length > 0 && (
        <Writing senders={senders.data.rows} begun={draft.data ?? null} asked={asked} />
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
};

function Writing({ senders, begun, asked }: Props) {
  // What it was when the page was opened: what is kept from here on is what is written here.
  const first = useRef(begun).current;
  const [chosen, setChosen] = useState<'add' | 'anew'>();
  const drop = useDropNewDraft();
  // ... and a link to another address that is followed while the form stands there leaves it as it is.
  const added = useRef(asked.filter((typed) => !isNamed(first, typed))).current;
  if (first && added.length > 0 && !chosen) {
    return (
      <BegunMail
        begun={first}
        asked={added}
        isPending={drop.isPending}
        error={drop.error}
        onAdd={() => setChosen('add')}
        onAnew={() => drop.mutate(first.version, { onSuccess: () => setChosen('anew') })}
      />
    );
  }
  return <StartForm senders={senders} begun={chosen === 'anew' ? null : first} added={added} />;
}

function isNamed(draft: Draft | null, typed: string): boolean {
  const named = draft ? [...(draft.to ?? []), ...draft.cc, ...draft.bcc] : [];
  return named.some((one) => one.trim().toLowerCase() === typed.toLowerCase());
}
