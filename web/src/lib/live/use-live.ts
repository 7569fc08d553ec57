import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listen } from './live';

/** Keeps the tab's one line of live updates open; says whether it is up. */
export function useLive(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => listen(client, setConnected), [client]);
  return connected;
}
