// An answer that arrives event by event (server-sent events over POST, which EventSource cannot ask for).
import { address } from './client';
import { ownFetch } from './own-requests';
import { ApiProblem, problemFrom } from './problem';

/** The JSON of each `data:` line of a stream; `rest` is what is not whole yet. */
export function eventsIn<T>(text: string): { events: T[]; rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const data = blocks.map((block) =>
    block
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trim())
      .join('\n'),
  );
  return { events: data.filter(Boolean).map((json) => JSON.parse(json) as T), rest };
}

/** Asks, and yields each event as it arrives; aborting `signal` closes the stream. */
export async function* streamed<T>(path: string, signal: AbortSignal): AsyncGenerator<T> {
  const response = await ownFetch(address(path), { method: 'POST', signal }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem({ status: 0, code: 'offline', detail: '' });
  });
  if (!response.ok) throw problemFrom(response, await response.json().catch(() => null));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return;
    const { events, rest } = eventsIn<T>(text + value);
    text = rest;
    yield* events;
  }
}
