import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilledTemplate, TemplateDraft } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { keptSource } from '@/lib/requests/file-sources';
import { usePreview } from '@/lib/requests/preview-template';
import { problemSentence } from '../problem/problem-text';
import type { Pictures } from '../rich-text/rich-value';
import { ShownText } from '../rich-text/ShownText';
import classes from './Template.module.css';

/** Typing pauses this long before the text is filled in. */
const PAUSE_MS = 400;

type PreviewProps = {
  draft: TemplateDraft;
  aside?: ReactNode;
  /** The pictures that can stand in it, those that are not kept yet among them. */
  pictures?: Pictures;
};

/** The text as its reader will see it, kept up while it is written. */
export function TemplatePreview({ draft, aside, pictures }: PreviewProps) {
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  const { data, error } = usePreview(settled);
  const picture = pictures && ((name: string) => pictures.find(name)?.source);
  const empty = settled.text.trim() === '';
  return <FilledPreview filled={data} error={error} empty={empty} aside={aside} picture={picture} />;
}

type FilledProps = {
  filled: FilledTemplate | undefined;
  error: unknown;
  empty?: boolean;
  aside?: ReactNode;
  /** Where its pictures are; those that something keeps when left out. */
  picture?: (name: string) => string | undefined;
};

/** A text that is filled in, and what it has no value for. */
export function FilledPreview({ filled, error, empty = false, aside, picture = keptSource }: FilledProps) {
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
          {filled?.html ? (
            <ShownText html={filled.html} picture={picture} />
          ) : (
            <p className={classes.text}>{filled?.text}</p>
          )}
        </div>
      )}
      {!error && missing.length > 0 && (
        <p className={classes.missing}>{t('templateText.missing', { names: missing.join(', ') })}</p>
      )}
    </section>
  );
}
