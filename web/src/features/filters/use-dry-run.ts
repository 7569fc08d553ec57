// A dry run as the page sees it: begun, followed, stopped.
import { useEffect, useRef, useState } from 'react';
import { type Asked, dryRun, type Run } from './api/dry-run';

export function useDryRun() {
  const [run, setRun] = useState<Run>();
  const [error, setError] = useState<unknown>();
  const [running, setRunning] = useState(false);
  const stopping = useRef<AbortController>(undefined);
  const stop = () => stopping.current?.abort();
  useEffect(() => () => stopping.current?.abort(), []);

  const start = async (asked: Asked) => {
    stop();
    const own = new AbortController();
    stopping.current = own;
    setRun(undefined);
    setError(undefined);
    setRunning(true);
    try {
      await dryRun(asked, own.signal, (soFar) => own.signal.aborted || setRun(soFar));
    } catch (failed) {
      if (!own.signal.aborted) setError(failed);
    } finally {
      if (stopping.current === own) setRunning(false);
    }
  };
  return { run, error, running, start, stop };
}
