import { useTranslation } from 'react-i18next';
import type { HeldBack, Meaning } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { heldBackSentence } from '@/lib/mail/held-back';
import { ownWords } from '@/lib/mail/own-words';
import { type Kept, plainWords } from '@/lib/mail/plain-words';
import classes from './ServerWords.module.css';

type Props = {
  /** What was said last. */
  words: string | null;
  /** What that means; null where nobody judged it. */
  meaning: Meaning | null | undefined;
  /** Why no server was asked, where none was. */
  held?: HeldBack | null;
  /** Whether the mail is over; else it is tried again by itself. */
  over?: boolean;
  /** What keeps it from being tried. */
  kept?: Kept;
  cure?: boolean;
};

/** Why a server did not take a mail: in plain words first, then what can be done, then its own words. */
export function ServerWords({ words, meaning, held, over = true, kept, cure = true }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const plain = held
    ? [heldBackSentence(held, t, format), cure && t('addressWarning.notTriedCure')].filter(Boolean).join(' ')
    : plainWords(meaning, { over, kept, cure }, t, format);
  const said = held ? held.words : words;
  const own = said && meaning?.by_server === false ? ownWords(said, t, format) : undefined;
  const speaker = held ? 'serverSaid' : speakerOf(meaning);
  return (
    <div className={classes.block}>
      {plain && <p className={classes.plain}>{plain}</p>}
      {said && (
        <p className={classes.said}>
          {t(`delivery.${speaker}`)}: {own ?? <q lang="en">{said}</q>}
        </p>
      )}
    </div>
  );
}

/** Whose the words are. */
function speakerOf(meaning: Meaning | null | undefined): 'weSaw' | 'relaySaid' | 'serverSaid' {
  if (meaning?.by_server === false) return 'weSaw';
  return meaning?.at_relay ? 'relaySaid' : 'serverSaid';
}
