// Names in a sentence: the first of many, and how many more there are.
import type { TFunction } from 'i18next';

/** Names that are said; further ones are counted. */
const SAID = 3;

/** "a, b, c and 2 more". */
export function few(names: string[], t: TFunction): string {
  const said = names.slice(0, SAID).join(', ');
  const more = names.length - SAID;
  return more > 0 ? `${said} ${t('bulk.more', { count: more })}` : said;
}
