import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '../icons';
import { problemText } from './problem-text';

/** A refusal inside a form or a page; nothing when there is none. */
export function ProblemView({ error, title }: { error: unknown; title?: string }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { sentence, words } = problemText(error, t);
  return (
    <Alert color="red" role="alert" icon={<IconAlert size={18} />} title={title}>
      {sentence}
      {words && <div lang="en">{t('problem.words', { detail: words })}</div>}
    </Alert>
  );
}
