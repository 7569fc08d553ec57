// The one HTTP client: same origin, cookie session, problems (RFC 9457) thrown as `ApiProblem`.
import createClient from 'openapi-fetch';
import { ownFetch } from './own-requests';
import { ApiProblem, problemFrom } from './problem';
import type { paths } from './schema';
import type { Told } from './told';

/** Where the API lives on the server that served this page. */
export const API_BASE = '/api/v1';

/** The paths without their common prefix, whether or not the document writes it. */
type Relative<P> = { [K in keyof P as K extends `/api/v1${infer Rest}` ? Rest : K]: P[K] };

export const api = createClient<Relative<paths>>({
  baseUrl: API_BASE,
  fetch: ownFetch,
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The answer's data; a refusal, or no answer at all, is thrown as an `ApiProblem`. */
export async function take<T>(call: Promise<Answer<T>>): Promise<Told<T>> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem({ status: 0, code: 'offline', detail: '' });
  }
  if (!answer.response.ok) throw problemFrom(answer.response, answer.error);
  return answer.data as Told<T>;
}

/** The address of something the browser loads by itself: a download, a frame, a picture. */
export function address(path: string, query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${API_BASE}${path}${search ? `?${search}` : ''}`;
}
