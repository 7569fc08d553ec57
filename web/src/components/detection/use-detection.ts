// The search for the servers of an address, and whether its outcome belongs to the address in the form.
import { useState } from 'react';
import type { Detection, ServerCandidate } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useDetectServers } from '@/lib/requests/detect-servers';

/** The servers for these services, the best first. */
export function candidatesFor(found: Detection, services: ServerCandidate['service'][]): ServerCandidate[] {
  return services.flatMap((service) => found.candidates.filter((server) => server.service === service));
}

/** Whose servers are sought: those of a mailbox or of the organisation, or one's own. */
export function useDetection(address: string, level: 'organisation' | 'domain' | 'user' = 'organisation') {
  const search = useDetectServers(level === 'user');
  const [asked, setAsked] = useState('');
  const wanted = address.trim();
  const isOfThis = asked === wanted;
  const find = () => {
    if (!isAddress(wanted) || (isOfThis && search.isPending)) return;
    setAsked(wanted);
    search.mutate(wanted);
  };
  return {
    find,
    /** Looks by itself, once for each address. */
    findOnce: () => {
      if (!isOfThis) find();
    },
    isPossible: isAddress(wanted),
    isPending: search.isPending && isOfThis,
    error: isOfThis ? search.error : null,
    found: isOfThis ? search.data : undefined,
  };
}
