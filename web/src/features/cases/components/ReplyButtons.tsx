import { ActionIcon, Button, FileButton, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  IconCheck,
  IconChevronDown,
  IconClock,
  IconOutbox,
  IconPaperclip,
  IconTrash,
} from '@/components/icons';
import type { CaseStatus } from '@/lib/api/types';
import type { Mode } from '../draft';
import classes from './ReplyButtons.module.css';

type Props = {
  mode: Mode;
  empty: boolean;
  uploading: boolean;
  saving: boolean;
  onFiles: (files: File[]) => void;
  onSend: (status?: CaseStatus) => void;
  onComment: () => void;
  onDiscard: () => void;
};

/** Attach, throw away, and send: plainly, or with what becomes of the case. */
export function ReplyButtons(props: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.buttons}>
      {props.mode === 'reply' && (
        <FileButton multiple onChange={props.onFiles}>
          {(button) => (
            <Button {...button} variant="subtle" color="gray" leftSection={<IconPaperclip size={17} />}>
              <span className={classes.wide}>{t('reply.attach')}</span>
              <span className={classes.small}>{t('message.attachments')}</span>
            </Button>
          )}
        </FileButton>
      )}
      {!props.empty && (
        <>
          <span className={classes.kept}>{t('reply.draftKept')}</span>
          <ActionIcon
            size="md"
            aria-label={t('reply.discard')}
            title={t('reply.discard')}
            onClick={props.onDiscard}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </>
      )}
      <span className={classes.space} />
      {props.mode === 'comment' ? (
        <Button disabled={props.empty} loading={props.saving} onClick={props.onComment}>
          {t('reply.addComment')}
        </Button>
      ) : (
        <SendButton {...props} />
      )}
    </div>
  );
}

function SendButton({ empty, uploading, onSend }: Props) {
  const { t } = useTranslation();
  const disabled = empty || uploading;
  return (
    <Button.Group>
      <Button
        disabled={disabled}
        title={uploading ? t('reply.waitUpload') : undefined}
        leftSection={<IconOutbox size={16} />}
        onClick={() => onSend()}
      >
        {t('reply.send')}
      </Button>
      <Menu position="top-end">
        <Menu.Target>
          <Button disabled={disabled} px="xs" aria-label={t('reply.sendMenu')} className={classes.split}>
            <IconChevronDown size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconClock size={16} />} onClick={() => onSend('waiting')}>
            {t('reply.sendAnd.waiting')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => onSend('closed')}>
            {t('reply.sendAnd.closed')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
