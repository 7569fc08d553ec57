// The test of a mailbox's connection, and whether its outcome still belongs to what stands in the form.
import { useState } from 'react';
import type { MailboxTest } from '@/lib/api/types';
import { useTestMailbox } from './api/test-mailbox';
import { inputOf, type MailboxValues } from './mailbox-form';

/** What a test depends on. */
function serverOf(values: MailboxValues) {
  const { protocol, host, port, security, username, oauth_application_id, password, folder } = values;
  return JSON.stringify({ protocol, host, port, security, username, oauth_application_id, password, folder });
}

export function useConnectionTest(id: string | undefined, values: MailboxValues) {
  const test = useTestMailbox();
  const [tested, setTested] = useState('');
  const server = serverOf(values);
  const run = (then?: (outcome: MailboxTest) => void) => {
    test.mutate(
      { ...inputOf(values), id },
      {
        onSuccess: (outcome) => {
          setTested(server);
          then?.(outcome);
        },
      },
    );
  };
  return {
    run,
    isPending: test.isPending,
    error: test.error,
    outcome: test.data,
    /** The outcome, unless other settings were entered since. */
    current: tested === server ? test.data : undefined,
  };
}
