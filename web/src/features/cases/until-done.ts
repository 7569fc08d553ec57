// What has to be done and could not be is tried again, whatever page is shown meanwhile.
import { isPassing } from '@/lib/api/problem';
import { tryingAgain } from '@/lib/drafts/trying-again';

/** Tries it until it is done; rejects with what trying again does not cure. `onFailure` is told of the first failure. */
export function untilDone<T>(attempt: () => Promise<T>, onFailure: (error: unknown) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let isTold = false;
    const failed = (error: unknown) => {
      if (!isPassing(error)) {
        stop();
        return reject(error);
      }
      if (!isTold) onFailure(error);
      isTold = true;
      again.failed(error);
    };
    const run = () =>
      void attempt().then((done) => {
        stop();
        resolve(done);
      }, failed);
    const again = tryingAgain(run);
    const stop = again.listen();
    run();
  });
}
