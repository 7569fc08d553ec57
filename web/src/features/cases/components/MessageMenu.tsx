import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BlockSender } from '@/components/block-sender/BlockSender';
import {
  IconBlocked,
  IconCode,
  IconDots,
  IconDownload,
  IconForward,
  IconHistory,
  IconReply,
} from '@/components/icons';
import { address } from '@/lib/api/client';
import type { Message } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { PENDING } from '../api/send-reply';
import type { Mode } from '../draft';
import { MessageSource } from './MessageSource';
import { MoveItems } from './MoveItems';
import { RemoveItem } from './RemoveItem';

type Props = {
  caseId: string;
  message: Message;
  /** Whether the reader may take it out of the conversation. */
  removable: boolean;
  onTimeline: () => void;
  onWrite: (mode: Mode, about: Message) => void;
};

/** Where the mail went, and the mail itself. */
export function MessageMenu({ caseId, message, removable, onTimeline, onWrite }: Props) {
  const { t } = useTranslation();
  const [source, setSource] = useState(false);
  const [blocking, setBlocking] = useState(false);
  const mayBlock = useMay('spam');
  const sender = mayBlock && message.direction === 'received' ? message.from.address : null;
  if (message.id.startsWith(PENDING)) return null;
  return (
    <>
      <ActionIcon
        size="md"
        aria-label={t('message.timeline')}
        title={t('message.timeline')}
        onClick={onTimeline}
      >
        <IconHistory size={17} />
      </ActionIcon>
      <Menu>
        <Menu.Target>
          <ActionIcon size="md" aria-label={t('message.menu')}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconReply size={16} />} onClick={() => onWrite('reply', message)}>
            {t('message.replyTo')}
          </Menu.Item>
          <Menu.Item leftSection={<IconForward size={16} />} onClick={() => onWrite('forward', message)}>
            {t('message.forward')}
          </Menu.Item>
          <Menu.Item
            component="a"
            download
            href={address(`/cases/${caseId}/messages/${message.id}/raw`)}
            leftSection={<IconDownload size={16} />}
          >
            {t('message.raw')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCode size={16} />} onClick={() => setSource(true)}>
            {t('message.source')}
          </Menu.Item>
          <MoveItems caseId={caseId} message={message} />
          {sender && (
            <Menu.Item leftSection={<IconBlocked size={16} />} onClick={() => setBlocking(true)}>
              {t('blockSender.open')}
            </Menu.Item>
          )}
          {removable && <RemoveItem caseId={caseId} message={message} />}
        </Menu.Dropdown>
      </Menu>
      {blocking && sender && <BlockSender address={sender} onClose={() => setBlocking(false)} />}
      {source && <MessageSource caseId={caseId} id={message.id} onClose={() => setSource(false)} />}
    </>
  );
}
