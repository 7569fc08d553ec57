// Whom a mail goes to: as its author says, or as its mode means.
import type { Case, Compose } from '@/lib/api/types';
import { replaced } from '@/lib/mail/address';
import type { Draft } from './draft';

export type People = { to: string[]; cc: string[] };

/** Whom the mode means, as far as the server has said it. */
export function peopleOf(draft: Draft, compose: Compose | undefined, shown: Case): People {
  if (draft.mode === 'forward') return { to: [], cc: [] };
  const of = draft.mode === 'reply_all' ? compose?.reply_all : compose?.reply;
  if (!of) return { to: [shown.customer_address].filter(Boolean), cc: [] };
  const addresses = (people: { address: string }[]) => people.map(({ address }) => address);
  return { to: addresses(of.to), cc: addresses(of.cc) };
}

/** All whom a draft goes to, and the draft with another address in the place of one, or without one. */
export function recipientsOf(draft: Draft, compose: Compose | undefined, shown: Case) {
  const named = peopleOf(draft, compose, shown);
  const to = draft.to ?? named.to;
  const cc = draft.to === null && draft.cc.length === 0 ? named.cc : draft.cc;
  const all = { to, cc, bcc: draft.bcc };
  return {
    to,
    cc,
    named: [...to, ...cc, ...draft.bcc],
    replaced: (from: string, into: string) => replacedAmong(all, from, into),
    without: (gone: string) => without(all, gone),
  };
}

/** All whom a mail goes to. */
export type Everybody = People & { bcc: string[] };

/** They, with another address in the place of one. */
export function replacedAmong({ to, cc, bcc }: Everybody, from: string, into: string): Everybody {
  const put = (list: string[]) => replaced(list, from, into);
  return { to: put(to), cc: put(cc), bcc: put(bcc) };
}

/** They, without one. */
export function without({ to, cc, bcc }: Everybody, gone: string): Everybody {
  const left = (list: string[]) => list.filter((address) => address !== gone);
  return { to: left(to), cc: left(cc), bcc: left(bcc) };
}
