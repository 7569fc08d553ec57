// Live updates: one EventSource for the tab; each event makes the queries it concerns stale.
import type { QueryClient } from '@tanstack/react-query';
import { API_BASE } from '@/lib/api/client';

/** Which query keys an event of a kind concerns; a kind that is not here concerns its own name. */
const CONCERNS: Record<string, readonly string[]> = {
  intake: ['intake', 'blocked', 'timeline', 'summary'],
  blocked: ['blocked', 'intake', 'timeline', 'summary'],
  case: ['cases', 'summary'],
  outbox: ['outbox', 'cases', 'timeline', 'summary'],
  mailbox: ['mailboxes'],
  settings: ['categories', 'priorities', 'filters', 'transport', 'users', 'roles', 'people', 'session'],
};

/** Events that come together are answered together, so that a burst of mail causes one refresh. */
const GATHER_MS = 200;

export function concernedKeys(kind: string): readonly string[] {
  return CONCERNS[kind] ?? [kind];
}

/** Listens until the returned function is called; `onState` hears whether the line is up. */
export function listen(client: QueryClient, onState: (connected: boolean) => void): () => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasLost = false;

  const refresh = () => {
    timer = undefined;
    for (const key of waiting) void client.invalidateQueries({ queryKey: [key] });
    waiting.clear();
  };
  const source = new EventSource(`${API_BASE}/events`);
  const hear = (event: MessageEvent<string>) => {
    const kind = kindOf(event.data);
    if (!kind) return;
    for (const key of concernedKeys(kind)) waiting.add(key);
    timer ??= setTimeout(refresh, GATHER_MS);
  };
  source.addEventListener('message', hear);
  source.addEventListener('open', () => {
    onState(true);
    // What happened while the line was down was not heard.
    if (wasLost) void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    wasLost = false;
  });
  source.addEventListener('error', () => {
    wasLost = true;
    onState(false);
  });
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

function kindOf(data: string): string | undefined {
  try {
    const { kind } = JSON.parse(data) as { kind?: unknown };
    return typeof kind === 'string' ? kind : undefined;
  } catch {
    return undefined;
  }
}
