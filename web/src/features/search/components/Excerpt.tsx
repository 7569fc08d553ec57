import type { SearchHit } from '@/lib/api/types';
import classes from './Excerpt.module.css';

/** The part of a message with the words that were asked for. */
export function Excerpt({ pieces }: { pieces: SearchHit['excerpt'] }) {
  if (pieces.length === 0) return null;
  let at = 0;
  return (
    <span className={classes.excerpt}>
      {pieces.map((piece) => {
        at += piece.text.length;
        return piece.hit ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>;
      })}
    </span>
  );
}
