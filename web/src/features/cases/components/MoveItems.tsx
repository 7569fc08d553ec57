import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconMove, IconSplit } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Message } from '@/lib/api/types';
import { useMoveMessages } from '../api/move-messages';
import { useSplitCase } from '../api/split-case';
import { CasePicker } from './CasePicker';

/** Takes one message out of its case: into a case of its own, or into another one. */
export function MoveItems({ caseId, message }: { caseId: string; message: Message }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [picking, picker] = useDisclosure(false);
  const split = useSplitCase(caseId);
  const move = useMoveMessages(caseId);
  const onError = (error: unknown) => notifyProblem(error, t);
  const message_ids = [message.id];
  return (
    <>
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={<IconSplit size={16} />}
        onClick={() =>
          split.mutate(
            { message_ids },
            {
              onError,
              onSuccess: (made) => void navigate({ to: '/cases/$caseId', params: { caseId: made.id } }),
            },
          )
        }
      >
        {t('message.split')}
      </Menu.Item>
      <Menu.Item closeMenuOnClick={false} leftSection={<IconMove size={16} />} onClick={picker.open}>
        {t('message.move')}
      </Menu.Item>
      <CasePicker
        title={t('message.moveTitle')}
        hint={t('message.moveHint')}
        without={[caseId]}
        opened={picking}
        onClose={picker.close}
        onChoose={(found) =>
          move.mutate(
            { message_ids, to: found.id },
            {
              onError,
              onSuccess: () => {
                picker.close();
                notifyDone(t('message.moved', { number: found.number }));
              },
            },
          )
        }
      />
    </>
  );
}
