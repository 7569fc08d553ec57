import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachmentList } from '@/components/mail/AttachmentList';
import { MailFrame } from '@/components/mail/MailFrame';
import { MailText } from '@/components/mail/MailText';
import { address } from '@/lib/api/client';
import type { Message } from '@/lib/api/types';
import { DeliveryProblem } from './DeliveryProblem';
import { LinkedFiles } from './LinkedFiles';
import classes from './MessageBody.module.css';
import { PlannedBar } from './PlannedBar';

type Props = {
  caseId: string;
  message: Message;
  /** That it failed is told beside it. */
  told: boolean;
};

/** What a message says: its own words first; the quoted text and the design when they are wanted. */
export function MessageBody({ caseId, message, told }: Props) {
  const { t } = useTranslation();
  const [quoted, setQuoted] = useState(false);
  const [designed, setDesigned] = useState(message.has_html && message.text.trim() === '');
  const base = `/cases/${caseId}/messages/${message.id}`;
  const hasQuote = message.full_text.trim().length > message.text.trim().length;
  return (
    <div className={classes.body}>
      {!told && <DeliveryProblem message={message} />}
      <PlannedBar caseId={caseId} message={message} />
      {designed ? (
        <MailFrame
          source={(remote) => address(`${base}/html`, { remote })}
          remoteBlocked={message.remote_blocked}
        />
      ) : (
        <MailText text={(quoted ? message.full_text : message.text) || t('message.empty')} />
      )}
      <div className={classes.buttons}>
        {hasQuote && !designed && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => setQuoted(!quoted)}
            aria-expanded={quoted}
          >
            {quoted ? t('message.hideQuoted') : t('message.showQuoted')}
          </Button>
        )}
        {message.has_html && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setDesigned(!designed)}>
            {designed ? t('message.showText') : t('message.showHtml')}
          </Button>
        )}
      </div>
      <LinkedFiles caseId={caseId} links={message.links} />
      <AttachmentList attachments={message.attachments} source={{ of: 'message', caseId, id: message.id }} />
    </div>
  );
}
