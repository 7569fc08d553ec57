import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import type { Upload } from '@/lib/api/types';
import { AT_A_TIME, type UploadNews, uploadQueue } from './upload-queue';

type Sent = { name: string; stopped: boolean; end: (upload: Upload) => void; fail: (error: unknown) => void };

const server = vi.hoisted(() => ({ sent: [] as Sent[] }));

vi.mock('@/lib/requests/upload-file', () => ({
  uploadFile: ({ name }: File) => {
    const sent = { name, stopped: false } as Sent;
    const done = new Promise<Upload>((end, fail) => Object.assign(sent, { end, fail }));
    server.sent.push(sent);
    const stop = () => {
      sent.stopped = true;
      sent.fail(new DOMException('stopped', 'AbortError'));
    };
    return { done, stop };
  },
}));

const file = (name: string) => new File(['x'], name);
const upload = (name: string) => ({ id: name, name }) as Upload;
const names = () => server.sent.map(({ name }) => name);

function queue(count: number) {
  const news = new Map<number, UploadNews>();
  const made = uploadQueue((key, change) => news.set(key, { ...news.get(key), ...change }));
  for (let key = 0; key < count; key++) made.add(key, file(`${key}.bin`));
  return { ...made, news };
}

beforeEach(() => {
  vi.useFakeTimers();
  server.sent.length = 0;
});
afterEach(() => void vi.useRealTimers());

test('two files are sent at a time, and the others say that they wait', async () => {
  const { news } = queue(4);
  expect(AT_A_TIME).toBe(2);
  expect(names()).toEqual(['0.bin', '1.bin']);
  expect([0, 1, 2, 3].map((key) => news.get(key)?.waits)).toEqual([false, false, true, true]);
  server.sent[1]?.end(upload('1.bin'));
  await vi.advanceTimersByTimeAsync(0);
  expect(news.get(1)).toMatchObject({ progress: 1, upload: { name: '1.bin' } });
  expect(names()).toEqual(['0.bin', '1.bin', '2.bin']);
  // One that fails makes room too.
  server.sent[0]?.fail(new Error('broken'));
  await vi.advanceTimersByTimeAsync(0);
  expect(news.get(0)?.error).toBeInstanceOf(Error);
  expect(names()).toEqual(['0.bin', '1.bin', '2.bin', '3.bin']);
});

test('one that waits is taken away without being sent, and one that is sent makes room', async () => {
  const { news, drop } = queue(4);
  drop(2);
  drop(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(server.sent[0]?.stopped).toBe(true);
  expect(names()).toEqual(['0.bin', '1.bin', '3.bin']);
  expect(news.get(0)?.error).toBeUndefined();
});

test('a file that the server has no room for waits and is sent again by itself', async () => {
  const { news, drop } = queue(1);
  const busy = (code: string, params = {}) => new ApiProblem({ status: 429, code, detail: '', params });
  server.sent[0]?.fail(busy('upload.too_many_at_once', { retry_after_s: '3' }));
  await vi.advanceTimersByTimeAsync(2_900);
  expect(news.get(0)).toMatchObject({ waits: true, progress: 0 });
  expect(news.get(0)?.error).toBeUndefined();
  expect(server.sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(names()).toEqual(['0.bin', '0.bin']);
  expect(news.get(0)?.waits).toBe(false);
  server.sent[1]?.fail(busy('upload.busy'));
  await vi.advanceTimersByTimeAsync(0);
  drop(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.sent).toHaveLength(2);
});

test('from a page that is gone nothing is sent again', async () => {
  const { end } = queue(3);
  end();
  for (const sent of server.sent) {
    sent.fail(new ApiProblem({ status: 503, code: 'upload.busy', detail: '', params: {} }));
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect(names()).toEqual(['0.bin', '1.bin']);
});
