// Names in a sentence: the first of many, and how many more there are.
import type { TFunction } from 'i18next';

/** Names that are said; further ones are counted. */
const SAID = 3;

/** "a, b, c and 2 more"; `all` counts those too that have no name. */
export function few(names: string[], t: TFunction, all = names.length): string {
  const said = names.slice(0, SAID);
  const more = all - said.length;
  return more > 0 ? `${said.join(', ')} ${t('bulk.more', { count: more })}` : said.join(', ');
}
