// Requests of this page to the server: none leaves where somebody else has signed in since in another tab of the browser, for whom
// the server would take whose page this is. Nothing else may call `fetch` or make an `XMLHttpRequest`, which the linter sees to.
import { isSomebodyElseHere } from '@/lib/session/known-here';
import { ApiProblem, OF_ANOTHER } from './problem';

/** `fetch`, which answers with a refusal where it may not ask. */
export async function ownFetch(...asked: Parameters<typeof globalThis.fetch>): Promise<Response> {
  if (isSomebodyElseHere()) return Response.json(OF_ANOTHER, { status: OF_ANOTHER.status });
  // Looked up at each call, so that a test can replace it.
  return globalThis.fetch(...asked);
}

/**
 * A request that tells how much of it is sent, which `fetch` cannot; open, and to be sent at once.
 *
 * @throws {ApiProblem} where it may not ask
 */
export function ownRequest(method: string, url: string): XMLHttpRequest {
  if (isSomebodyElseHere()) throw new ApiProblem(OF_ANOTHER);
  const request = new XMLHttpRequest();
  request.open(method, url);
  return request;
}
