import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconInfo, IconMessage } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { ApiProblem } from '@/lib/api/problem';
import type { Case, CaseStatus, Message } from '@/lib/api/types';
import { useShortcuts } from '@/lib/shortcuts/use-shortcuts';
import { useChangeCase } from '../api/change-case';
import { useCase } from '../api/get-case';
import type { Mode } from '../draft';
import { aboutOf } from '../forwarding';
import { goToHeading } from '../keep-focus';
import { CaseBanner } from './CaseBanner';
import { CaseHeader } from './CaseHeader';
import classes from './CasePage.module.css';
import { CaseSide } from './CaseSide';
import { Conversation } from './Conversation';
import { PrintedFacts } from './PrintedFacts';
import { ReplyBox, type ReplyHandle } from './ReplyBox';
import { undoLast } from './UndoToast';

const LIVING: CaseStatus[] = ['open', 'waiting', 'closed'];

/** One case: the conversation, the answer, and what is known about it. */
export function CasePage() {
  const { caseId = '' } = useParams({ strict: false });
  const { t } = useTranslation();
  const found = useCase(caseId);
  if (found.isPending) return <LoadingRows rows={6} height={84} />;
  if (found.isError && found.error instanceof ApiProblem && found.error.status === 404) {
    return <EmptyState icon={IconMessage} title={t('case.notFoundTitle')} hint={t('case.notFoundHint')} />;
  }
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <CaseView key={found.data.id} shown={found.data} />;
}

function CaseView({ shown }: { shown: Case }) {
  const { t } = useTranslation();
  const { write: wanted } = useSearch({ strict: false });
  const reply = useRef<ReplyHandle>(null);
  const [sideShown, side] = useDisclosure(false);
  const change = useChangeCase(shown.id);
  const back = useBack();
  const { mutate } = change;
  useEffect(() => {
    if (shown.unread) mutate({ unread: false });
  }, [shown.unread, mutate]);
  // Once: what led here, a list's row or a sent mail's page, is gone.
  useEffect(goToHeading, []);
  const set = (next: Parameters<typeof mutate>[0]) =>
    mutate(next, { onError: (error) => notifyProblem(error, t) });
  const write = (mode: Mode, about?: Message) => reply.current?.start(mode, about && aboutOf(mode, about));
  useShortcuts({
    r: () => reply.current?.start('reply'),
    a: () => reply.current?.start('reply_all'),
    f: () => reply.current?.start('forward'),
    z: () => void undoLast(),
    c: () => reply.current?.start('comment'),
    e: () => set({ status: shown.status === 'closed' ? 'open' : 'closed' }),
    u: back,
    Escape: back,
  });
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <CaseHeader
          shown={shown}
          onBack={back}
          onChange={set}
          more={
            <ActionIcon
              className={classes.narrow}
              size="lg"
              aria-label={t('case.properties')}
              title={t('case.properties')}
              onClick={side.open}
            >
              <IconInfo size={20} />
            </ActionIcon>
          }
        />
        <CaseBanner shown={shown} />
        <PrintedFacts shown={shown} />
        <Conversation shown={shown} onWrite={write} />
        {LIVING.includes(shown.status) && <ReplyBox ref={reply} shown={shown} wanted={wanted} />}
      </div>
      <aside className={classes.side} aria-label={t('case.properties')}>
        <CaseSide shown={shown} onChange={set} />
      </aside>
      <Drawer
        opened={sideShown}
        onClose={side.close}
        position="right"
        title={t('case.properties')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <CaseSide shown={shown} onChange={set} />
      </Drawer>
    </div>
  );
}

/** Back to the list as it was left; to the usual list when the case was opened by its address. */
function useBack(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  return () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/cases' });
  };
}
