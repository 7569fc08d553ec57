import { useTranslation } from 'react-i18next';
import type { HeldBack } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { heldBackSentence } from '@/lib/mail/held-back';

type Props = { words: string | null; held: HeldBack | null; className?: string };

/** What a server said of a mail last, or in the reader's language why none was asked. */
export function LastWords({ words, held, className }: Props) {
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
  return (
    <span className={className} lang="en" title={words ?? undefined}>
      {words ?? '–'}
    </span>
  );
}
