// Sending to blocked addresses this once: said for those that are shown as blocked, and for no others.
import { useState } from 'react';
import { CHECKED_MAX, useAddressCheck } from '@/lib/requests/addresses';

const NOBODY: string[] = [];

/** Whether a mail to these addresses also goes where nothing is sent. */
export function usePassing(addresses: string[]) {
  const checked = useAddressCheck(addresses);
  const [said, setSaid] = useState(NOBODY);
  const blocked = checked.flatMap(({ input, blocked }) => (blocked?.scope === 'all' ? [input] : []));
  // One on trial gets the mail all the same.
  const stopped = checked.filter(({ blocked }) => blocked?.scope === 'all' && !blocked.trial);
  const on = blocked.length > 0 && blocked.every((address) => said.includes(address));
  // Nothing has been said for an address that nobody knows anything of yet.
  const known = new Set(checked.map(({ input }) => input));
  const isAllKnown = addresses.slice(0, CHECKED_MAX).every((address) => known.has(address.trim()));
  return {
    passes: { on, set: (wanted: boolean) => setSaid(wanted ? blocked : NOBODY) },
    passes_blocks: on && isAllKnown,
    /** Those whom it would not go to, and of whom its author has not said that it shall. */
    unsaid: on ? NOBODY : stopped.map(({ input }) => input),
    reset: () => setSaid(NOBODY),
  };
}
