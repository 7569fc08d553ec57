import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { streamed } from '@/lib/api/stream';
import type { DebugEvent } from '@/lib/api/types';
import { BEFORE, type DebugRun, heard } from '../debug-run';

type Told = DebugEvent | { begins: true } | { ended: true } | { stopped: true } | { error: unknown };

function next(run: DebugRun, told: Told): DebugRun {
  if ('begins' in told) return { ...BEFORE, running: true };
  if ('ended' in told) return { ...run, running: false };
  if ('stopped' in told) return { ...run, running: false, stopped: true };
  if ('error' in told) return { ...run, running: false, error: told.error };
  return heard(run, told);
}

/** Imports one mail again and tells each step as it happens; `stop` leaves the mail as it was. */
export function useDebugIntake(id: string) {
  const client = useQueryClient();
  const [run, tell] = useReducer(next, BEFORE);
  const control = useRef<AbortController>(null);
  useEffect(() => () => control.current?.abort(), []);
  const start = useCallback(async () => {
    control.current?.abort();
    const mine = new AbortController();
    control.current = mine;
    tell({ begins: true });
    try {
      for await (const event of streamed<DebugEvent>(`/intake/${id}/debug/live`, mine.signal)) tell(event);
      tell({ ended: true });
    } catch (error) {
      if (control.current !== mine) return;
      tell(mine.signal.aborted ? { stopped: true } : { error });
    }
    for (const key of ['intake', 'timeline', 'cases', 'summary'])
      void client.invalidateQueries({ queryKey: [key] });
  }, [client, id]);
  return { run, start: () => void start(), stop: () => control.current?.abort() };
}
