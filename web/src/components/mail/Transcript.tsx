import { useTranslation } from 'react-i18next';
import classes from './Transcript.module.css';

/** What two servers said to each other, line by line; secrets were masked before it came here. */
export function Transcript({ lines }: { lines: string[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        {t('mailboxes.conversation')} <span>{t('mailboxes.conversationHint')}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={classes.lines} tabIndex={0}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a finished transcript
          <span key={index} className={classes.line} data-ours={line.startsWith('C:') || undefined}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
    </figure>
  );
}
