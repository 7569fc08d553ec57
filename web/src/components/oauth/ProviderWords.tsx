import { textOf } from '@/lib/i18n/text';

/** What a provider said: its own words, or ours where it gave a code of OAuth 2.0 alone. */
export function ProviderWords({ words }: { words: string }) {
  const known = textOf(`oauth.said.${words}`);
  return known ? <q>{known}</q> : <q lang="en">{words}</q>;
}
