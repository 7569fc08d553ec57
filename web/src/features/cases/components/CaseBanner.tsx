import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconRestore } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import { ThrownAway } from '@/components/states/ThrownAway';
import type { Case } from '@/lib/api/types';
import { useUnmergeCase } from '../api/unmerge-case';
import { useCaseActions } from '../use-case-actions';
import classes from './CaseBanner.module.css';

/** Says that a case is not worked on any more, why, and how it comes back. */
export function CaseBanner({ shown }: { shown: Case }) {
  const { t } = useTranslation();
  const actions = useCaseActions();
  const unmerge = useUnmergeCase();
  if (shown.status === 'merged') {
    return (
      <div className={classes.banner} role="status">
        <IconAlert size={18} aria-hidden />
        <p className={classes.text}>
          {t('caseBanner.merged')}{' '}
          {shown.merged_into && (
            <Link to="/cases/$caseId" params={{ caseId: shown.merged_into.id }}>
              {t('caseBanner.case', { number: shown.merged_into.number, title: shown.merged_into.title })}
            </Link>
          )}
        </p>
        <Button
          size="xs"
          variant="default"
          loading={unmerge.isPending}
          onClick={() => unmerge.mutate(shown.id, { onError: (error) => notifyProblem(error, t) })}
        >
          {t('caseActions.unmerge')}
        </Button>
      </div>
    );
  }
  if (shown.status !== 'spam' && shown.status !== 'deleted') return null;
  return (
    <div className={classes.banner} role="status">
      <IconAlert size={18} aria-hidden />
      <p className={classes.text}>
        {t(`caseBanner.${shown.status}`)}{' '}
        <ThrownAway bin={shown.status === 'spam' ? 'spam' : 'cases'} since={shown.binned_at} />
      </p>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRestore size={15} />}
        onClick={() => actions.restore([shown.id])}
      >
        {t('common.restore')}
      </Button>
    </div>
  );
}
