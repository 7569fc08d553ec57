// What a rule may look for in the words of a return.

/** The longest phrase that is proposed, characters. */
const PHRASE_MAX = 100;
/** Codes at the beginning: `550`, `5.1.1`, `550-5.1.1`, `#5.1.1`. */
const CODES = /^(?:[#(<[]?(?:\d{3}|\d\.\d{1,3}\.\d{1,3})[)>\]]?[\s:;,-]+)+/;
/** What is of one mail, one address or one host. */
const OF_ONE = /\S*@\S*|https?:\S*|\S*\d{4,}\S*|\b\d+\.\d+\.\d+\.\d+\b|[<>()[\]{}"“”«»]/;

/** The longest part of a server's words that does not belong to one mail; what is left for a person to shorten. */
export function phraseOf(words: string): string {
  const parts = words
    .split('\n')
    .map((line) => line.trim().replace(CODES, ''))
    .flatMap((line) => line.split(OF_ONE))
    .map((part) => part.trim().replace(/^[\s:;,.=-]+|[\s:;,.=-]+$/g, ''));
  const longest = parts.reduce((best, part) => (letters(part) > letters(best) ? part : best), '');
  if (longest.length <= PHRASE_MAX) return longest;
  const cut = longest.slice(0, PHRASE_MAX + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).trim();
}

function letters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}
