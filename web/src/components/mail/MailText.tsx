import { Fragment, type ReactNode } from 'react';
import classes from './MailText.module.css';

const LINK =
  /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]|[^\s<>"'@:,;()]+@[^\s<>"'@:,;()]+\.[\p{L}\d-]*[\p{L}\d])/giu;

/** A mail's plain text, with its addresses made links; nothing else in it is interpreted. */
export function MailText({ text, quiet }: { text: string; quiet?: boolean }) {
  return (
    <div className={classes.text} data-quiet={quiet || undefined} dir="auto">
      {linked(text)}
    </div>
  );
}

function linked(text: string): ReactNode[] {
  return text.split(LINK).map((part, index) => {
    // Every second part is what the expression caught.
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
    if (index % 2 === 0) return <Fragment key={index}>{part}</Fragment>;
    const address = part.includes('://') ? part : `mailto:${part}`;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
      <a key={index} href={address} target="_blank" rel="noopener noreferrer nofollow">
        {part}
      </a>
    );
  });
}
