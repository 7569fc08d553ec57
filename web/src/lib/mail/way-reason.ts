// Why a mail takes its way, in words.
import { textOf } from '@/lib/i18n/text';

type Way = {
  /** Whose server it is, or that somebody chose it, as the server names it. */
  because: string;
  /** The address that decided. */
  from: string;
  /** Who chose it, where that is known. */
  user: string | null | undefined;
};

/** The sentence; none of a reason that the server knows and this page does not. */
export function wayReason({ because, from, user }: Way): string | undefined {
  if (because === 'chosen' && user) return textOf('route.chosenBy', { user });
  return textOf(`route.${because}`, { from });
}
