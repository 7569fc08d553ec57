import { Badge, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Initials } from '@/components/status/Initials';
import { Time } from '@/components/time/Time';
import type { Message } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { useMay, useSession } from '@/lib/session/SessionContext';
import { PENDING } from '../api/send-reply';
import type { Mode } from '../draft';
import type { PartFailed } from '../failures';
import { forgedHint, isTouchable } from '../message-kinds';
import { messageAnchor } from '../show-message';
import { CommentMenu } from './CommentMenu';
import { DeliveryState } from './DeliveryState';
import { EditComment } from './EditComment';
import { HasLeft } from './HasLeft';
import { MessageBody } from './MessageBody';
import classes from './MessageCard.module.css';
import { MessageMenu } from './MessageMenu';
import { writerOf } from './people';
import { Recipients } from './Recipients';
import { RemovedMessage } from './RemovedMessage';
import { StarButton } from './StarButton';

type Props = {
  caseId: string;
  message: Message;
  /** That it failed is told beside it. */
  told: boolean;
  /** How many of its recipients are without it, where it is not all of them. */
  part?: PartFailed;
  folded: boolean;
  /** On paper every message is open. */
  printed: boolean;
  onTimeline: () => void;
  onWrite: (mode: Mode, about: Message) => void;
};

/** One message: from the customer, from us, or among us. */
export function MessageCard({ caseId, message, told, part, folded, printed, onTimeline, onWrite }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(!folded);
  const [editing, setEditing] = useState(false);
  const { user } = useSession();
  const touchable = isTouchable(message, user.id, useMay('delete'), Date.now());
  const writer = writerOf(message) ?? t('common.somebody');
  if (message.removed) return <RemovedMessage caseId={caseId} message={message} />;
  if (!open && !printed) {
    return (
      <UnstyledButton
        id={messageAnchor(message.id)}
        className={classes.folded}
        data-direction={message.direction}
        onClick={() => setOpen(true)}
      >
        <strong>{writer}</strong>
        <span className={classes.excerpt}>{message.text}</span>
        <Time at={message.created_at} />
      </UnstyledButton>
    );
  }
  const forged = forgedHint(message);
  const known = message.class !== 'person' ? textOf(`mailClass.${message.class}`) : undefined;
  return (
    <article
      id={messageAnchor(message.id)}
      className={classes.message}
      data-direction={message.direction}
      data-aside={message.aside || undefined}
      aria-label={`${t(`message.${message.direction}`)}: ${writer}`}
    >
      <header className={classes.header}>
        <span className={classes.face}>
          <Initials name={writer} size={32} />
        </span>
        <div className={classes.line}>
          <strong>{writer}</strong>
          {message.direction === 'comment' && (
            <Badge color="yellow" title={t('message.commentHint')}>
              {t('message.comment')}
            </Badge>
          )}
          {message.aside && (
            <Badge color="grape" title={t('message.asideHint')}>
              {t('message.aside')}
            </Badge>
          )}
          {known && message.direction === 'received' && <Badge color="gray">{known}</Badge>}
          {forged && (
            <Badge color="red" title={t(forged)}>
              {t('message.forged')}
            </Badge>
          )}
          {message.edited_at && (
            <span className={classes.time} title={format.full(message.edited_at)}>
              {t('message.edited')}
            </span>
          )}
        </div>
        {message.direction !== 'comment' && <Recipients message={message} />}
        <div className={classes.state}>
          <span className={classes.time}>
            <Time at={message.created_at} as={printed ? 'full' : 'short'} />
          </span>
          <DeliveryState message={message} part={part} />
        </div>
        <span className={classes.actions}>
          {!message.id.startsWith(PENDING) && <StarButton caseId={caseId} message={message} />}
          {message.direction !== 'comment' && (
            <MessageMenu
              caseId={caseId}
              message={message}
              removable={touchable}
              onTimeline={onTimeline}
              onWrite={onWrite}
            />
          )}
          {message.direction === 'comment' && touchable && (
            <CommentMenu caseId={caseId} message={message} onEdit={() => setEditing(true)} />
          )}
        </span>
      </header>
      {editing ? (
        <EditComment caseId={caseId} message={message} onDone={() => setEditing(false)} />
      ) : (
        <MessageBody caseId={caseId} message={message} told={told} />
      )}
      <HasLeft message={message} />
    </article>
  );
}
