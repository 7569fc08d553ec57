// The list of everything that was begun, which is read again once a draft was kept, sent or thrown away.
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

const ALL = ['drafts', 'all'];

/** Tells the list of all drafts that it is older than what the server has. */
export function useDraftsChanged() {
  const client = useQueryClient();
  return useMemo(
    () => ({
      /** While it is written: whoever opens the list reads it again, and nobody is asked after each pause. */
      kept: () => void client.invalidateQueries({ queryKey: ALL, refetchType: 'none' }),
      /** Its page was left: the list may be on the screen by now. */
      left: () => void client.invalidateQueries({ queryKey: ALL }),
    }),
    [client],
  );
}
