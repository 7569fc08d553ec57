// Live updates: one EventSource for the tab; each event makes the queries it concerns stale.
import type { Query, QueryClient } from '@tanstack/react-query';
import { API_BASE } from '@/lib/api/client';

/** Which query keys an event of a kind concerns; a kind that is not here concerns its own name. */
const CONCERNS: Record<string, readonly string[]> = {
  intake: ['intake', 'blocked', 'timeline', 'summary'],
  blocked: ['blocked', 'intake', 'timeline', 'summary'],
  case: ['cases', 'summary'],
  // A mail that comes back may block its address.
  outbox: ['outbox', 'cases', 'addresses', 'timeline', 'summary'],
  mailbox: ['mailboxes'],
  job: ['jobs'],
  person: ['persons', 'companies', 'cases', 'addresses'],
  company: ['companies', 'persons', 'cases'],
  settings: [
    'categories',
    'priorities',
    'statuses',
    'request-types',
    'bins',
    'filters',
    'blocked-senders',
    'transport',
    'sending-stop',
    'held-destinations',
    // What waits in them says that all mail is stopped.
    'cases',
    // A block that was set or lifted is told as one, too.
    'addresses',
    'persons',
    'users',
    'roles',
    'people',
    'tags',
    'case-views',
    'office-hours',
    'sender-domains',
    'acquaintance',
    'session',
    'templates',
    'faq-entries',
    'faq-rules',
    'auto-replies',
  ],
};

/** What the server says in place of very many events: everything may be another. */
const EVERYTHING = 'all';

/** Events that come together are answered together, so that a burst of mail causes one refresh. */
const GATHER_MS = 200;
/** The server ends each stream from time to time and browsers open it again; only a longer gap is a loss. */
const LOST_AFTER_MS = 8_000;
/** After a refusal the browser gives up; we ask again. */
const REOPEN_MS = 15_000;

export function concernedKeys(kind: string): readonly string[] {
  return CONCERNS[kind] ?? [kind];
}

/** The picture of the outbox walks through all that waits, and has a pace of its own. */
function followsEvents(query: Query): boolean {
  return !(query.queryKey[0] === 'outbox' && query.queryKey[1] === 'picture');
}

/** What is asked for again when nobody knows what changed. */
function refreshAll(client: QueryClient): void {
  void client.invalidateQueries({
    predicate: (query) => query.queryKey[0] !== 'session' && followsEvents(query),
  });
}

/** Gathers the keys of events and makes them stale together. */
function gatherer(client: QueryClient) {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    timer = undefined;
    if (waiting.has(EVERYTHING)) refreshAll(client);
    else
      for (const key of waiting) void client.invalidateQueries({ queryKey: [key], predicate: followsEvents });
    waiting.clear();
  };
  return {
    hear: (event: MessageEvent<string>) => {
      const kind = kindOf(event.data);
      if (!kind) return;
      for (const key of concernedKeys(kind)) waiting.add(key);
      timer ??= setTimeout(refresh, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Listens until the returned function is called; `onState` hears whether the line is up. */
export function listen(client: QueryClient, onState: (connected: boolean) => void): () => void {
  const gathered = gatherer(client);
  let source: EventSource;
  let losing: ReturnType<typeof setTimeout> | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let isLost = false;

  const lose = () => {
    isLost = true;
    onState(false);
  };
  const found = () => {
    clearTimeout(losing);
    losing = undefined;
    onState(true);
    // What happened while the line was down may not have been heard.
    if (isLost) refreshAll(client);
    isLost = false;
  };
  const failed = () => {
    losing ??= setTimeout(lose, LOST_AFTER_MS);
    if (source.readyState !== EventSource.CLOSED) return;
    reopening = setTimeout(open, REOPEN_MS);
  };
  const open = () => {
    source = new EventSource(`${API_BASE}/events`);
    source.addEventListener('message', gathered.hear);
    source.addEventListener('open', found);
    source.addEventListener('error', failed);
  };
  open();
  return () => {
    gathered.stop();
    clearTimeout(losing);
    clearTimeout(reopening);
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
