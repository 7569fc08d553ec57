// The addresses that an organisation writes from.
import { useQuery } from '@tanstack/react-query';
import { identitiesQuery } from './identities';
import { useMailboxNames } from './mailbox-names';

/** Those of its mailboxes and of its shared senders in use, each once; only with the right to mailboxes. */
export function useSenderAddresses(enabled = true): string[] {
  const mailboxes = useMailboxNames(enabled);
  const identities = useQuery({ ...identitiesQuery, enabled });
  const shared = (identities.data ?? []).filter(({ archived_at }) => !archived_at);
  return [...new Set([...mailboxes, ...shared].map(({ address }) => address))];
}
