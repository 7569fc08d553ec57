import { api, take } from '@/lib/api/client';
import type { DryRunHit, FilterInput } from '@/lib/api/types';

export type Asked = { id?: string; filter: FilterInput; from: string; until: string };
export type Run = { hits: DryRunHit[]; tried: number; unreadable: number; total: number; more: boolean };

/** Mails that one run tries. */
export const RUN_MAX = 2000;

/** Tries a filter on a period's mails, page by page; `onPage` hears what there is so far. */
export async function dryRun(asked: Asked, signal: AbortSignal, onPage: (run: Run) => void): Promise<Run> {
  let cursor: string | undefined;
  let run: Run = { hits: [], tried: 0, unreadable: 0, total: 0, more: false };
  do {
    const page = await take(api.POST('/filters/dry-run', { body: { ...asked, cursor }, signal }));
    const { count, more } = page.total;
    run = {
      hits: [...run.hits, ...page.hits],
      tried: run.tried + page.tried,
      unreadable: run.unreadable + page.unreadable,
      total: Math.min(Math.max(count, run.total), RUN_MAX),
      more: more || count > RUN_MAX,
    };
    cursor = page.next ?? undefined;
    onPage(run);
  } while (cursor && run.tried < RUN_MAX);
  return run;
}
