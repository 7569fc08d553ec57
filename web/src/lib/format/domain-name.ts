// Domain names as people write them: DNS has them in ASCII (RFC 5890 2.3.2.1).

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
/** Beyond this nothing is a letter. */
const CODE_POINT_MAX = 0x10ffff;

/** RFC 3492 6.1. */
function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

function digitOf(letter: string): number {
  if (/[a-z]/.test(letter)) return letter.charCodeAt(0) - 97;
  if (/[0-9]/.test(letter)) return letter.charCodeAt(0) - 22;
  return BASE;
}

/** RFC 3492 6.2: the letters of a label without its `xn--`; `null` of what is none. */
function decoded(text: string): string | null {
  const end = text.lastIndexOf('-');
  const output = [...text.slice(0, Math.max(end, 0))].map((letter) => letter.charCodeAt(0));
  let [n, at, bias] = [INITIAL_N, 0, INITIAL_BIAS];
  const rest = [...text.slice(end + 1)];
  while (rest.length > 0) {
    const before = at;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(rest.shift() ?? '-');
      if (digit >= BASE) return null;
      at += digit * weight;
      const least = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < least) break;
      weight *= BASE - least;
    }
    const points = output.length + 1;
    bias = adapt(at - before, points, before === 0);
    n += Math.floor(at / points);
    if (n > CODE_POINT_MAX) return null;
    at %= points;
    output.splice(at, 0, n);
    at += 1;
  }
  return String.fromCodePoint(...output);
}

/** Letters of one alphabet: a name that mixes them may look like another one (UTS 39 5.1). */
const ALPHABETS = [
  // Those of European languages and of Vietnamese: letters of phonetics, ı and ĸ are taken for plain ones.
  /^[a-z0-9ß-öø-ÿĀ-İĲ-ķĹ-žơưȘ-țẀ-ẅẠ-ỹ-]+$/u,
  /^[\p{Script=Greek}0-9-]+$/u,
  /^[\p{Script=Cyrillic}0-9-]+$/u,
  /^[\p{Script=Arabic}0-9-]+$/u,
  /^[\p{Script=Hebrew}0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}0-9ー-]+$/u,
  /^[\p{Script=Hangul}0-9-]+$/u,
];

/** Cyrillic and Greek letters that are taken for Latin ones: a name of nothing else passes for a Latin one (UTS 39 4.2). */
const LIKE_LATIN = /^[асԁеһіјӏорԛѕԝхуьъгпҽѵѡαικνορτυωηγ0-9-]+$/u;

/** Hebrew letters that are taken for l, o and v; where Hebrew is at home nobody reads them as those. */
const HEBREW_LIKE_LATIN = /^[וטןס0-9-]+$/u;

/** The Turkish alphabet. */
const TURKISH = /^[a-pr-vyzçğıöşü0-9-]+$/u;
/**
 * Letters of it without which an ı might be taken for i, and the name for another of plain letters or of Germany and Sweden
 * (UTS 39 4): under .tr an ö is Turkish, too.
 */
const [TURKISH_ALONE, TURKISH_AT_HOME] = [/[ğş]/u, /[çğöşü]/u];

function labelOf(label: string, top: string): string {
  if (!label.startsWith('xn--')) return label;
  const letters = decoded(label.slice(4));
  return letters !== null && isItself(letters, top) && isSame(letters, label) ? letters : label;
}

/** Whether these letters below this top-level domain are taken for no others. */
function isItself(letters: string, top: string): boolean {
  if (HEBREW_LIKE_LATIN.test(letters)) return top === 'il' || top === 'xn--4dbrk0ce';
  if (letters.includes('ı')) {
    const alone = top === 'tr' ? TURKISH_AT_HOME : TURKISH_ALONE;
    return TURKISH.test(letters) && alone.test(letters);
  }
  return ALPHABETS.some((alphabet) => alphabet.test(letters)) && !LIKE_LATIN.test(letters);
}

/** Whether these letters are that label in DNS: what is written otherwise there is shown as it is. */
function isSame(letters: string, label: string): boolean {
  try {
    return new URL(`http://${letters}`).hostname === label;
  } catch {
    return false;
  }
}

/** A name in the letters that people read; as DNS has it where it could be taken for another one. */
export function readableDomain(name: string): string {
  const labels = name.split('.');
  return labels.map((label) => labelOf(label, labels.at(-1) ?? '')).join('.');
}

/**
 * RFC 5890 2.3.2.1: names with an A-label, wherever they stand in a text. Not in brackets, where a name of DNS stands
 * beside what it means; not below one with an underscore or after a slash, as names of records and links are copied;
 * not before the sign of an address, where letters mean themselves.
 */
const NAMES = /(?<![\w(./-])(?:[a-z0-9-]+\.)*xn--[a-z0-9-]+(?:\.[a-z0-9-]+)*(?![^\s<>,;]*@)/g;

/** Addresses and domains as people read them, alone or within words; for the eye: what is sent stays as DNS has it. */
export function readable(text: string): string;
export function readable(text: string | null | undefined): string | undefined;
export function readable(text: string | null | undefined): string | undefined {
  return text?.includes('xn--') ? text.replace(NAMES, readableDomain) : (text ?? undefined);
}

/** A name with the one of DNS beside it, where that is another: `blåbær.no (xn--blbr-roah.no)`. */
export function domainWithCode(name: string): string {
  const readable = readableDomain(name);
  return readable === name ? name : `${readable} (${name})`;
}
