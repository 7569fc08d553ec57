import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IconCalendar,
  IconCheck,
  IconChevronDown,
  IconClock,
  IconLock,
  IconOutbox,
} from '@/components/icons';
import { SendLater } from '@/components/send-later/SendLater';
import type { StatusAfter } from '@/lib/api/types';
import { changeTo, type StatusChoice, useStatusChoices } from '@/lib/statuses/status-choices';
import type { Mode } from '../draft';
import type { SendChoice } from '../use-sending';
import classes from './ReplyButtons.module.css';

type Props = {
  mode: Mode | 'new';
  /** What stands on it where one is sent for each of many cases; what becomes of those is chosen elsewhere. */
  many?: string;
  disabled: boolean;
  why: string | undefined;
  /** What an answer makes of the case when nothing is chosen. */
  after?: StatusAfter | null;
  /** Whether it goes over verified encryption alone. */
  secure: { needs: boolean; onChange: (needs: boolean) => void };
  onSend: (choice?: SendChoice) => void;
};

const LABELS = {
  forward: 'reply.forwardNow',
  reply_all: 'reply.sendAll',
  new: 'start.send',
  reply: 'reply.send',
  comment: 'reply.send',
} as const;

/** Send: plainly, with what becomes of the case, or later. */
export function SendButton({ mode, many, disabled, why, after, secure, onSend }: Props) {
  const { t } = useTranslation();
  const [later, setLater] = useState(false);
  // A case that is answered is not simply open: that is what plain sending leaves it as.
  const answered = useStatusChoices().filter(({ kind, isDefault }) => !(kind === 'open' && isDefault));
  const statuses = many === undefined ? answered : [];
  const wordsOf = ({ kind, isDefault, label }: StatusChoice) =>
    isDefault && kind !== 'open' && label === t(`status.${kind}`)
      ? t(kind === 'closed' ? 'reply.sendAnd.closed' : 'reply.sendAnd.waiting')
      : t('reply.sendAndSet', { name: label });
  return (
    <Button.Group>
      <Button disabled={disabled} title={why} leftSection={<IconOutbox size={16} />} onClick={() => onSend()}>
        {many ??
          (after
            ? t('reply.sendAndSet', { name: after.name ?? t(`status.${after.kind}`) })
            : t(LABELS[mode]))}
      </Button>
      <Menu position="top-end">
        <Menu.Target>
          <Button
            disabled={disabled}
            px="xs"
            aria-label={t(many === undefined ? 'reply.sendMenu' : 'bulkMail.sendMenu')}
            className={classes.split}
          >
            <IconChevronDown size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          {after && (
            <Menu.Item leftSection={<IconOutbox size={16} />} onClick={() => onSend({ keeps_status: true })}>
              {t('reply.sendKeeping')}
            </Menu.Item>
          )}
          {statuses.map((status) => (
            <Menu.Item
              key={status.id}
              leftSection={status.kind === 'closed' ? <IconCheck size={16} /> : <IconClock size={16} />}
              onClick={() => onSend(changeTo(status))}
            >
              {wordsOf(status)}
            </Menu.Item>
          ))}
          {statuses.length > 0 && <Menu.Divider />}
          <Menu.Item leftSection={<IconCalendar size={16} />} onClick={() => setLater(true)}>
            {t('reply.later')}
          </Menu.Item>
          <Menu.CheckboxItem
            closeMenuOnClick
            checked={secure.needs}
            onChange={secure.onChange}
            rightSection={<IconLock size={16} />}
          >
            {t('reply.secure')}
          </Menu.CheckboxItem>
        </Menu.Dropdown>
      </Menu>
      <SendLater
        opened={later}
        title={t('reply.laterTitle')}
        conditional={mode !== 'forward' && mode !== 'new'}
        onClose={() => setLater(false)}
        onChoose={(timing) => onSend({ timing })}
      />
    </Button.Group>
  );
}
