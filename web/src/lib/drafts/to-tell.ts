// What is told of a draft that could not be kept.
import { ApiProblem, isPassing } from '@/lib/api/problem';

/**
 * Why it was not kept, where that does not pass by itself. That there are too many drafts is said, too, and what to do; once it
 * is done, this one is kept without more ado.
 */
export function toTell(error: unknown): ApiProblem | null {
  if (!(error instanceof ApiProblem)) return null;
  return !isPassing(error) || error.code === 'draft.too_many' ? error : null;
}
