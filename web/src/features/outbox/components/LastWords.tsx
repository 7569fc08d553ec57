import { useTranslation } from 'react-i18next';
import type { HeldBack, Meaning } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { heldBackSentence } from '@/lib/mail/held-back';
import { ownWords } from '@/lib/mail/own-words';
import { plainWords, shortWords } from '@/lib/mail/plain-words';

type Props = {
  words: string | null;
  meaning: Meaning | null;
  held: HeldBack | null;
  className?: string;
  /** Whether it stands in a list, which has no room for what Posthus itself wrote down beside what that means. */
  brief?: boolean;
};

/** What a server said of a mail last and what it means in a few words, or why none was asked. */
export function LastWords({ words, meaning, held, className, brief = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (held) {
    const said = heldBackSentence(held, t, format);
    return (
      <span className={className} title={said}>
        {said}
      </span>
    );
  }
  const short = shortWords(meaning);
  const plain = plainWords(meaning, { over: true, cure: false }, t, format);
  const isOurs = meaning?.by_server === false;
  const own = words && isOurs ? ownWords(words, t, format) : undefined;
  const isToldBriefly = brief && isOurs && short && !own;
  return (
    <span className={className} title={[plain, words].filter(Boolean).join(' ') || undefined}>
      {short && (isToldBriefly ? short : `${short}: `)}
      {own ?? (!isToldBriefly && <span lang="en">{words ?? '–'}</span>)}
    </span>
  );
}
