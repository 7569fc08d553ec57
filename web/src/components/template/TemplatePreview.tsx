import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateDraft } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { usePreview } from '@/lib/requests/preview-template';
import { problemSentence } from '../problem/problem-text';
import classes from './Template.module.css';

/** Typing pauses this long before the text is filled in. */
const PAUSE_MS = 400;

/** The text as its reader will see it, kept up while it is written. */
export function TemplatePreview({ draft, aside }: { draft: TemplateDraft; aside?: ReactNode }) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  const preview = usePreview(settled);
  const { data, error } = preview;
  const missing = (data?.missing ?? []).map((name) => textOf(`variable.${name}`) ?? name);
  return (
    <section className={classes.preview} aria-label={t('templateText.preview')}>
      <header className={classes.previewHead}>
        <h2 className={classes.previewTitle}>{t('templateText.preview')}</h2>
        {aside}
      </header>
      {error ? (
        <p className={classes.fault} role="alert">
          {problemSentence(error, t)}
        </p>
      ) : settled.text.trim() === '' ? (
        <p className={classes.empty}>{t('templateText.empty')}</p>
      ) : (
        <div className={classes.letter} aria-live="polite">
          {data?.subject && <p className={classes.subject}>{data.subject}</p>}
          <p className={classes.text}>{data?.text}</p>
        </div>
      )}
      {!error && missing.length > 0 && (
        <p className={classes.missing}>{t('templateText.missing', { names: missing.join(', ') })}</p>
      )}
    </section>
  );
}
