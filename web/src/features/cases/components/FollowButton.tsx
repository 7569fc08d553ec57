import { ActionIcon, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconBellFilled, IconBellPlus } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import { useFollow, useFollowing } from '../api/follow-case';

/** Follows a case, whosever it is: one is told of what happens to it. */
export function FollowButton({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const { data } = useFollowing(caseId);
  const follow = useFollow(caseId);
  const follows = data?.follows ?? false;
  return (
    <Tooltip label={follows ? t('notices.unfollowHint') : t('notices.followHint')}>
      <ActionIcon
        size="lg"
        aria-label={t('notices.follow')}
        aria-pressed={follows}
        disabled={!data}
        loading={follow.isPending}
        onClick={() => follow.mutate(!follows, { onError: (error) => notifyProblem(error, t) })}
      >
        {follows ? <IconBellFilled size={19} /> : <IconBellPlus size={19} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
}
