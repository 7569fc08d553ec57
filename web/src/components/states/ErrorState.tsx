import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconRefresh } from '../icons';
import { problemText } from '../problem/problem-text';
import classes from './States.module.css';

/** What is shown where something could not be loaded. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { sentence, words } = problemText(error, t);
  return (
    <div className={classes.state} role="alert">
      <span className={classes.icon} data-tone="bad" aria-hidden>
        <IconAlert size={26} stroke={1.5} />
      </span>
      <p className={classes.title}>{t('problem.loadTitle')}</p>
      <p className={classes.hint}>{sentence}</p>
      {words && (
        <p className={classes.hint} lang="en">
          {t('problem.words', { detail: words })}
        </p>
      )}
      {onRetry && (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}
