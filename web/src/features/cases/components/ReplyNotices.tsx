import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconRestore, IconUsers } from '@/components/icons';
import type { Case, Message } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import type { Draft } from '../draft';
import { isForOthers } from '../failures';
import type { AnsweredBy } from '../use-sending';
import { StopNotice } from './StopNotice';

type Props = {
  draft: Draft;
  messages?: Message[];
  /** Another window kept a draft over ours, or we over its. */
  overwrote: boolean;
  onSeen: () => void;
  /** Somebody answered while this was written, a colleague or its author elsewhere; the server refused it for that. */
  refusedFor: AnsweredBy | undefined;
  onAnyway: () => void;
  onLook: () => void;
};

/** What the author should know before he goes on. */
export function ReplyNotices({
  draft,
  messages = [],
  overwrote,
  onSeen,
  refusedFor,
  onAnyway,
  onLook,
}: Props) {
  const { t } = useTranslation();
  return (
    <>
      {draft.mode !== 'comment' && <StopNotice />}
      {draft.returned && draft.text.trim() !== '' && (
        <Alert py="xs" color="blue" variant="light" icon={<IconRestore size={18} />} role="status">
          {draft.returned === 'failed' && isForOthers(messages, draft)
            ? t('reply.returnedReady')
            : t(`reply.returned.${draft.returned}`)}{' '}
          {draft.joined && t('reply.joined')}
        </Alert>
      )}
      {overwrote && <Overwrote onSeen={onSeen} />}
      {refusedFor !== undefined && (
        <Alert py="xs" color="yellow" icon={<IconUsers size={18} />} role="alert">
          {'own' in refusedFor
            ? t('reply.answeredAlready')
            : t('reply.answeredMeanwhile', { name: refusedFor.name })}
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" onClick={onLook}>
              {t('reply.lookFirst')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={onAnyway}>
              {t('reply.sendAnyway')}
            </Button>
          </Group>
        </Alert>
      )}
    </>
  );
}

/** Another window kept what it wrote over ours, or we over its. */
export function Overwrote({ onSeen }: { onSeen: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      py="xs"
      color="yellow"
      variant="light"
      icon={<IconAlert size={18} />}
      role="status"
      withCloseButton
      closeButtonLabel={t('common.close')}
      onClose={onSeen}
    >
      {t('reply.overwrote')}
    </Alert>
  );
}

/** What came into the case since the author began to write: said while he still writes. */
export function NewsNotice({ news, onSeen }: { news: Message | undefined; onSeen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!news) return null;
  const name = news.author_name ?? news.from.name ?? news.from.address ?? '';
  return (
    <Alert
      py="xs"
      color="yellow"
      variant="light"
      icon={<IconUsers size={18} />}
      role="status"
      withCloseButton
      closeButtonLabel={t('common.close')}
      onClose={onSeen}
    >
      {t(news.direction === 'sent' ? 'reply.colleagueAnswered' : 'reply.customerWrote', {
        name,
        when: format.relative(news.created_at),
      })}
    </Alert>
  );
}

/** The latest mail that others brought into the case behind what the author has seen. */
export function newsIn(shown: Case, seen: string | null, userId: string): Message | undefined {
  const at = shown.messages.findIndex((message) => message.id === seen);
  const since = at < 0 ? [] : shown.messages.slice(at + 1);
  return since.filter(({ direction, author_id }) => direction !== 'comment' && author_id !== userId).at(-1);
}
