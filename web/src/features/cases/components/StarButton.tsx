import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconStar, IconStarFilled } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import type { Message } from '@/lib/api/types';
import { useFlagMessage } from '../api/messages';

/** A star on a message, which all colleagues see. */
export function StarButton({ caseId, message }: { caseId: string; message: Message }) {
  const { t } = useTranslation();
  const flag = useFlagMessage();
  const { flagged } = message;
  const label = t(flagged ? 'message.unflag' : 'message.flag');
  return (
    <ActionIcon
      size="md"
      color={flagged ? 'yellow' : 'gray'}
      aria-label={label}
      aria-pressed={flagged}
      title={label}
      onClick={() =>
        flag.mutate(
          { caseId, id: message.id, flagged: !flagged },
          { onError: (error) => notifyProblem(error, t) },
        )
      }
    >
      {flagged ? <IconStarFilled size={16} /> : <IconStar size={17} />}
    </ActionIcon>
  );
}
