import { useTranslation } from 'react-i18next';
import type { HeldBack, Meaning } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { heldBackSentence } from '@/lib/mail/held-back';
import { plainWords, shortWords } from '@/lib/mail/plain-words';

type Props = {
  words: string | null;
  meaning: Meaning | null;
  held: HeldBack | null;
  className?: string;
};

/** What a server said of a mail last and what it means in a few words, or why none was asked. */
export function LastWords({ words, meaning, held, className }: Props) {
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
  return (
    <span className={className} title={[plain, words].filter(Boolean).join(' ') || undefined}>
      {short && `${short}: `}
      <span lang="en">{words ?? '–'}</span>
    </span>
  );
}
