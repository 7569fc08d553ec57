// Keeps a draft while its page goes away.
import { address } from '@/lib/api/client';
import { ownFetch } from '@/lib/api/own-requests';
import type { Draft, DraftInput } from '@/lib/api/types';

type Kept = Pick<Draft, 'version' | 'updated_at'>;

/** The browser sends it even when nobody waits for the answer; none is returned where it did not arrive. */
export async function putAtLast(path: string, body: DraftInput): Promise<Kept | undefined> {
  const put = (keepalive: boolean) =>
    ownFetch(address(path), {
      method: 'PUT',
      keepalive,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  try {
    // Browsers carry at most 64 KiB beyond the end of a page; what is longer arrives while another page is shown.
    const answer = await put(true).catch(() => put(false));
    return answer.ok ? ((await answer.json()) as Kept) : undefined;
  } catch {
    return undefined;
  }
}
