import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconDots, IconEdit } from '@/components/icons';
import type { Message } from '@/lib/api/types';
import { RemoveItem } from './RemoveItem';

type Props = { caseId: string; message: Message; onEdit: () => void };

/** What is done to a comment by whoever may. */
export function CommentMenu({ caseId, message, onEdit }: Props) {
  const { t } = useTranslation();
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('message.menu')}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEdit size={16} />} onClick={onEdit}>
          {t('message.edit')}
        </Menu.Item>
        <RemoveItem caseId={caseId} message={message} />
      </Menu.Dropdown>
    </Menu>
  );
}
