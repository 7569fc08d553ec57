import type { CaseRow } from '@/lib/api/types';

/** Whether a case should have been closed by now; one that is closed or rests is not late. */
export function isOverdue(row: Pick<CaseRow, 'status' | 'due_at'>): boolean {
  return row.status === 'open' && row.due_at !== null && new Date(row.due_at).getTime() < Date.now();
}
