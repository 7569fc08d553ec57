// Sends files so many at a time; the others wait for their turn, and so does one that the server has no room for yet.
import { ApiProblem } from '@/lib/api/problem';
import type { Upload } from '@/lib/api/types';
import { type Uploading, uploadFile } from '@/lib/requests/upload-file';

/** Files of one writing that are sent at a time. The server takes three large ones of a user, of all his windows. */
export const AT_A_TIME = 2;

/** After how long a file that there was no room for is sent again where the server does not say. */
const AGAIN_S = 5;

/** What becomes of a file: whether it waits, the share that is sent, from 0 to 1, and what it ended with. */
export type UploadNews = { waits?: boolean; progress?: number; upload?: Upload; error?: unknown };

type Waiting = { key: number; file: File };

/** `tell` hears of each file by its key. */
export function uploadQueue(tell: (key: number, news: UploadNews) => void) {
  const waiting: Waiting[] = [];
  const running = new Map<number, Uploading>();
  const later = new Map<number, ReturnType<typeof setTimeout>>();
  let isOver = false;

  const goOn = () => {
    while (running.size < AT_A_TIME) {
      const next = waiting.shift();
      if (!next) return;
      begin(next);
    }
  };
  const begin = ({ key, file }: Waiting) => {
    tell(key, { waits: false });
    const uploading = uploadFile(file, (progress) => tell(key, { progress }));
    running.set(key, uploading);
    // Whoever was taken away meanwhile is not told of, and does not come again.
    const isStill = () => running.get(key) === uploading;
    uploading.done
      .then((upload) => isStill() && tell(key, { upload, progress: 1 }))
      .catch((error: unknown) => {
        if (!isStill()) return;
        const seconds = waitOf(error);
        // From a page that is gone nothing is sent again.
        if (seconds === undefined || isOver) return tell(key, { error });
        tell(key, { waits: true, progress: 0 });
        later.set(
          key,
          setTimeout(() => {
            later.delete(key);
            waiting.push({ key, file });
            goOn();
          }, seconds * 1000),
        );
      })
      .finally(() => {
        if (isStill()) running.delete(key);
        goOn();
      });
  };

  const drop = (key: number) => {
    clearTimeout(later.get(key));
    later.delete(key);
    const place = waiting.findIndex((one) => one.key === key);
    if (place >= 0) waiting.splice(place, 1);
    const uploading = running.get(key);
    running.delete(key);
    uploading?.stop();
    goOn();
  };

  return {
    /** Sends a file as soon as it is its turn. */
    add: (key: number, file: File) => {
      isOver = false;
      waiting.push({ key, file });
      tell(key, { waits: true });
      goOn();
    },
    /** Stops a file, or takes it out of those that wait. */
    drop,
    /** Forgets those that wait; what is being sent goes on, and is not sent again where there is no room for it. */
    end: () => {
      isOver = true;
      waiting.length = 0;
      later.forEach(clearTimeout);
      later.clear();
    },
  };
}

/** Seconds after which the server may have room for a file, where that is all that it said. */
function waitOf(error: unknown): number | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  if (error.code !== 'upload.too_many_at_once' && error.code !== 'upload.busy') return undefined;
  return Number(error.params.retry_after_s) || AGAIN_S;
}
