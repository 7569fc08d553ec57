// What helps a mail that did not arrive first of all, by what the words mean.
import type { Message } from '@/lib/api/types';

/** The main button of an entry: nothing where no button helps, but what the words beside it say. */
export type MainCure = 'asLinks' | 'newAddress' | 'correct' | 'again' | 'none';

/** The address is to blame: another one helps, or the right spelling. */
const OF_ADDRESS = [
  'mailbox-unknown',
  'mailbox-moved',
  'mailbox-inactive',
  'domain-unknown',
  'domain-no-mail',
  'relay-denied',
  'eai-unsupported',
];

/** It passes by itself: the same again helps, a little later. */
const PASSES = ['mailbox-full', 'mailbox-busy', 'greylisted', 'rate-limited', 'host-down', 'expired'];

/** What helps first; `links` says whether links in the place of its files may. */
export function mainCure({ meaning, failure }: Message, links: boolean): MainCure {
  if (links) return 'asLinks';
  if (meaning?.new_address) return 'newAddress';
  if (meaning?.of_relay || meaning?.sign_in_refused) return 'again';
  // Where no server was asked, what blocked the address says whether it is wrong.
  const decisive = meaning?.cause ?? meaning?.class ?? failure?.held_back?.class;
  if (decisive && OF_ADDRESS.includes(decisive)) return 'correct';
  if (failure?.held_back) return 'none';
  if (decisive) return PASSES.includes(decisive) ? 'again' : 'none';
  // Tried for the whole time without a word: nothing speaks against the address.
  return meaning?.gave_up_after_s ? 'again' : 'none';
}
