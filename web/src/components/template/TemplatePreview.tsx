import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilledTemplate, TemplateDraft } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { usePreview } from '@/lib/requests/preview-template';
import { problemSentence } from '../problem/problem-text';
import { ShownText } from '../rich-text/ShownText';
import classes from './Template.module.css';

/** Typing pauses this long before the text is filled in. */
const PAUSE_MS = 400;

/** The text as its reader will see it, kept up while it is written. */
export function TemplatePreview({ draft, aside }: { draft: TemplateDraft; aside?: ReactNode }) {
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  const { data, error } = usePreview(settled);
  return <FilledPreview filled={data} error={error} empty={settled.text.trim() === ''} aside={aside} />;
}

type FilledProps = {
  filled: FilledTemplate | undefined;
  error: unknown;
  empty?: boolean;
  aside?: ReactNode;
};

/** A text that is filled in, and what it has no value for. */
export function FilledPreview({ filled, error, empty = false, aside }: FilledProps) {
  const { t } = useTranslation();
  const missing = (filled?.missing ?? []).map((name) => textOf(`variable.${name}`) ?? name);
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
      ) : empty ? (
        <p className={classes.empty}>{t('templateText.empty')}</p>
      ) : (
        <div className={classes.letter} aria-live="polite">
          {filled?.subject && <p className={classes.subject}>{filled.subject}</p>}
          {filled?.html ? <ShownText html={filled.html} /> : <p className={classes.text}>{filled?.text}</p>}
        </div>
      )}
      {!error && missing.length > 0 && (
        <p className={classes.missing}>{t('templateText.missing', { names: missing.join(', ') })}</p>
      )}
    </section>
  );
}
