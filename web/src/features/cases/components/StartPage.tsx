import { Navigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMailbox } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Draft, Sender } from '@/lib/api/types';
import { newSendKey } from '@/lib/mail/send-key';
import { askedIn, type StartSearch } from '@/lib/router/start-search';
import { useNewDraft, useSenders } from '../api/start-case';
import { lostMail } from '../lost-mails';
import { StartForm } from './StartForm';

/** A case that we start: the first mail to a customer. Each has a name in its address, under which it is kept. */
export function StartPage() {
  const search = useSearch({ strict: false }) as StartSearch;
  if (search.mail === undefined) return <Named search={search} />;
  return <NewMail key={search.mail} name={search.mail} asked={askedIn(search)} template={search.template} />;
}

/** A mail that nobody has begun gets its name: others stay as they are, and reloaded the page shows the same. */
function Named({ search }: { search: StartSearch }) {
  const [mail] = useState(newSendKey);
  return <Navigate to="/cases/start" search={{ ...search, mail }} replace />;
}

type Linked = { name: string; asked: string[]; template?: string };

function NewMail({ name, asked, template }: Linked) {
  const { t } = useTranslation();
  const senders = useSenders();
  const draft = useNewDraft(name);
  // What could not be kept yet stands there without the server, and stays when it is kept.
  const isLost = lostMail(name) !== undefined;
  const [isShown, setShown] = useState(false);
  // That none was begun is known when the server has said so: an empty form would write over what lies there.
  const isReady = senders.data && (isShown || isLost || draft.data !== undefined);
  if (isReady && !isShown) setShown(true);
  const failed = (isShown || isLost ? [senders] : [senders, draft]).filter(
    ({ isError, data }) => isError && data === undefined,
  );
  const again = () => failed.forEach(({ refetch }) => void refetch());
  return (
    <Page title={t('start.title')} lead={t('start.lead')}>
      {!isReady && failed.length === 0 && <LoadingRows rows={5} height={56} />}
      {failed[0] && <ErrorState error={failed[0].error} onRetry={again} />}
      {isReady && senders.data.rows.length === 0 && (
        <EmptyState icon={IconMailbox} title={t('start.noMailbox')} />
      )}
      {isReady && senders.data.rows.length > 0 && (
        <Writing
          name={name}
          senders={senders.data.rows}
          found={draft.data ?? null}
          asked={asked}
          template_id={template}
        />
      )}
    </Page>
  );
}

type Props = {
  name: string;
  senders: Sender[];
  /** What lies there from before. */
  found: Draft | null;
  /** Whom the link that led here names. */
  asked: string[];
  /** The template that it names. */
  template_id?: string;
};

/** The form as it stands first: neither what is kept of it nor a link that is followed changes it from then on. */
function Writing({ name, senders, found, asked, template_id }: Props) {
  const [begun] = useState(found);
  const linked = { asked, template_id };
  return <StartForm name={name} senders={senders} begun={begun} {...linked} />;
}
