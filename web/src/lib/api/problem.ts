// A refusal of the server as an error that the interface can put into words.
import type { ProblemBody } from './types';

type Known = Pick<ProblemBody, 'status' | 'code' | 'detail' | 'field' | 'params' | 'right'>;

export class ApiProblem extends Error {
  readonly status: number;
  /** The stable code, as in `mailbox.address_taken`. */
  readonly code: string;
  /** The server's English sentence. */
  readonly detail: string;
  /** The field of the form that was wrong. */
  readonly field: string | undefined;
  /** Values for the sentence. */
  readonly params: Record<string, string>;
  /** The right that is missing. */
  readonly right: string | undefined;

  constructor(known: Known) {
    super(known.detail || known.code);
    this.name = 'ApiProblem';
    this.status = known.status;
    this.code = known.code;
    this.detail = known.detail;
    this.field = known.field ?? undefined;
    this.params = known.params ?? {};
    this.right = known.right ?? undefined;
  }
}

/** What the server said, or what its status alone says when the body is not a problem document. */
export function problemFrom(response: { status: number }, body: unknown): ApiProblem {
  const given = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {};
  return new ApiProblem({
    status: response.status,
    code: typeof given.code === 'string' ? given.code : 'none',
    detail: typeof given.detail === 'string' ? given.detail : '',
    field: given.field,
    params: given.params,
    right: given.right,
  });
}

/** What is not asked for, since the session is somebody else's by now than whose page this is. */
export const OF_ANOTHER = { status: 409, code: 'session.of_another', detail: '' };

/** Whether the session is gone. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

/** Whether it may have been done all the same: no answer came, or none that tells. */
export function isAnswerLost(error: unknown): boolean {
  return isPassing(error) && !(error instanceof ApiProblem && error.status === 429);
}

/** Whether the same may go well a moment later: no answer, too much at once, or a fault of the server's own. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return true;
  return error.status === 0 || error.status === 429 || error.status >= 500;
}
