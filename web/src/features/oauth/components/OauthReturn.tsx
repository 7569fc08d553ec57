import { Anchor } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { LoadingRows } from '@/components/states/LoadingRows';
import { placeBegan } from '@/lib/oauth/began';
import { useOauthRefresh } from '@/lib/requests/oauth';
import { useMay } from '@/lib/session/SessionContext';
import { type Returned, useFinishSignIn } from '../api/finish-sign-in';

/** Where a provider sends the browser back to: finishes the sign-in and leads to what it was for. */
export function OauthReturn() {
  const { t } = useTranslation();
  const { provider } = useParams({ strict: false });
  // As the provider wrote it: nothing of it is a setting of this page.
  const [returned] = useState(() => read(provider ?? '', window.location.search));
  const finished = useFinishSignIn(returned);
  const navigate = useNavigate();
  const refresh = useOauthRefresh();
  // Without that he signed in to a server of his own.
  const keepsMailboxes = useMay('mailboxes');
  const { data } = finished;
  const began = placeBegan();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends once; what it calls is made anew each time
  useEffect(() => {
    if (!data) return;
    notifyDone(t('oauth.done'));
    refresh();
    if (data.mailbox_id)
      void navigate({ to: '/email/mailboxes', search: { open: data.mailbox_id }, replace: true });
    else if (data.purpose === 'user') void navigate({ to: '/profile/outgoing', replace: true });
    else void navigate({ to: '/settings/outgoing', replace: true });
  }, [data]);
  return (
    <Page title={t('oauth.return.title')} lead={finished.isError ? undefined : t('oauth.return.waiting')}>
      {finished.isError ? (
        <>
          <ProblemView error={finished.error} />
          {began ? (
            <Anchor href={began}>{t('oauth.return.again')}</Anchor>
          ) : (
            <Anchor component={Link} to={keepsMailboxes ? '/email/mailboxes' : '/profile/outgoing'}>
              {t(keepsMailboxes ? 'oauth.return.back' : 'profile.outgoing.open')}
            </Anchor>
          )}
        </>
      ) : (
        <LoadingRows rows={3} height={44} />
      )}
    </Page>
  );
}

function read(provider: string, search: string): Returned {
  const query = new URLSearchParams(search);
  const text = (name: string) => query.get(name) ?? undefined;
  return {
    provider,
    state: text('state') ?? '',
    code: text('code'),
    error: text('error'),
    error_description: text('error_description'),
  };
}
