import { Badge, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Initials } from '@/components/status/Initials';
import { Time } from '@/components/time/Time';
import type { Message } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import type { Mode } from '../draft';
import { DeliveryState } from './DeliveryState';
import { MessageBody } from './MessageBody';
import classes from './MessageCard.module.css';
import { MessageMenu } from './MessageMenu';
import { writerOf } from './people';
import { Recipients } from './Recipients';

type Props = {
  caseId: string;
  message: Message;
  folded: boolean;
  onTimeline: () => void;
  onWrite: (mode: Mode, about: Message) => void;
};

/** One message: from the customer, from us, or among us. */
export function MessageCard({ caseId, message, folded, onTimeline, onWrite }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(!folded);
  const writer = writerOf(message) ?? t('common.somebody');
  if (!open) {
    return (
      <UnstyledButton
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
  const known = message.class !== 'person' ? textOf(`mailClass.${message.class}`) : undefined;
  return (
    <article
      className={classes.message}
      data-direction={message.direction}
      data-aside={message.aside || undefined}
      aria-label={`${t(`message.${message.direction}`)}: ${writer}`}
    >
      <header className={classes.header}>
        <Initials name={writer} size={32} />
        <div className={classes.who}>
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
          </div>
          {message.direction !== 'comment' && <Recipients message={message} />}
        </div>
        <div className={classes.state}>
          <span className={classes.time}>
            <Time at={message.created_at} />
          </span>
          <DeliveryState message={message} />
        </div>
        {message.direction !== 'comment' && (
          <MessageMenu caseId={caseId} message={message} onTimeline={onTimeline} onWrite={onWrite} />
        )}
      </header>
      <MessageBody caseId={caseId} message={message} />
    </article>
  );
}
