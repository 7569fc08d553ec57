// Files on their way from the server, with the octets so far and a way to stop them.
import { useSyncExternalStore } from 'react';
import { ownFetch } from '@/lib/api/own-requests';
import { ApiProblem, problemFrom } from '@/lib/api/problem';

export type Download = {
  id: number;
  name: string;
  octets: number;
  state: 'running' | 'done' | 'failed';
  error?: unknown;
  stop: () => void;
};

/** Downloads that are remembered after they are over. */
const KEPT_MAX = 5;

let downloads: readonly Download[] = [];
let last = 0;
const listeners = new Set<() => void>();

function put(next: readonly Download[]): void {
  downloads = next;
  for (const listener of listeners) listener();
}

function change(id: number, next: Partial<Download>): void {
  put(downloads.map((download) => (download.id === id ? { ...download, ...next } : download)));
}

export function forget(id: number): void {
  put(downloads.filter((download) => download.id !== id));
}

/** All downloads, newest first. */
export function useDownloads(): readonly Download[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => downloads,
  );
}

/** Fetches a file and hands it to the browser; ends without a word when it is stopped. */
export async function download(url: string, name: string): Promise<void> {
  const stop = new AbortController();
  last += 1;
  const id = last;
  const begun: Download = { id, name, octets: 0, state: 'running', stop: () => stop.abort() };
  put([begun, ...downloads.slice(0, KEPT_MAX - 1)]);
  try {
    const response = await ownFetch(url, { signal: stop.signal });
    if (!response.ok) throw problemFrom(response, await response.json().catch(() => null));
    save(await collect(response, (octets) => change(id, { octets })), nameOf(response) ?? name);
    change(id, { state: 'done' });
  } catch (error) {
    if (stop.signal.aborted) return forget(id);
    const known = error instanceof ApiProblem;
    change(id, {
      state: 'failed',
      error: known ? error : new ApiProblem({ status: 0, code: 'offline', detail: '' }),
    });
  }
}

async function collect(response: Response, tell: (octets: number) => void): Promise<Blob> {
  const reader = response.body?.getReader();
  if (!reader) return response.blob();
  const parts: BlobPart[] = [];
  let octets = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    octets += value.length;
    tell(octets);
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}

/** RFC 6266 4.3: the name in `filename*`. */
function nameOf(response: Response): string | undefined {
  const found = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '');
  try {
    return found?.[1] ? decodeURIComponent(found[1]) : undefined;
  } catch {
    return undefined;
  }
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
