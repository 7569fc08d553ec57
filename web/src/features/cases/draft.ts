// An answer that is being written, kept on this browser until it is sent or thrown away.

export type Mode = 'reply' | 'comment';
export type Draft = { mode: Mode; text: string; to: string[] | null; cc: string[] };

export const EMPTY_DRAFT: Draft = { mode: 'reply', text: '', to: null, cc: [] };

/** Drafts older than this are forgotten. */
const KEEP_MS = 60 * 24 * 3600 * 1000;
const PREFIX = 'posthus.draft.';

function keyOf(userId: string, caseId: string): string {
  return `${PREFIX}${userId}.${caseId}`;
}

/** The draft of this user in this case, or an empty one. */
export function loadDraft(userId: string, caseId: string): Draft {
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(userId, caseId)) ?? 'null') as Partial<Draft> | null;
    if (!stored || typeof stored.text !== 'string') return EMPTY_DRAFT;
    return {
      mode: stored.mode === 'comment' ? 'comment' : 'reply',
      text: stored.text,
      to: texts(stored.to) ?? null,
      cc: texts(stored.cc) ?? [],
    };
  } catch {
    return EMPTY_DRAFT;
  }
}

function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((item): item is string => typeof item === 'string');
}

/** Keeps the draft; one without text is forgotten. */
export function keepDraft(userId: string, caseId: string, draft: Draft): void {
  if (draft.text.trim() === '') {
    dropDraft(userId, caseId);
    return;
  }
  try {
    localStorage.setItem(keyOf(userId, caseId), JSON.stringify({ ...draft, kept_at: Date.now() }));
  } catch {
    // The storage is full or forbidden: the text is still on the screen.
  }
}

export function dropDraft(userId: string, caseId: string): void {
  localStorage.removeItem(keyOf(userId, caseId));
}

/** Forgets drafts that nobody came back to. */
export function dropOldDrafts(now: number): void {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    try {
      const { kept_at } = JSON.parse(localStorage.getItem(key) ?? '{}') as { kept_at?: number };
      if (!kept_at || now - kept_at > KEEP_MS) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}
