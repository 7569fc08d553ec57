// The pictures of a text, as the editor finds them among the files.
import { useMemo } from 'react';
import { keptSource, uploadSource } from '@/lib/requests/file-sources';
import type { Pictures } from '../rich-text/rich-value';
import type { useFiles } from './use-files';

/** `keeps` where a template or a signature keeps pictures, which the text names as it has them. */
export function usePictures(
  { files, add }: ReturnType<typeof useFiles>,
  slot: string,
  keeps = false,
): Pictures {
  return useMemo(
    () => ({
      add: (chosen) => add(slot, chosen, true).map((key) => `k${key}`),
      find: (name) => {
        const found = files.find(({ key, upload }) => name === `k${key}` || name === upload?.id);
        if (!found) {
          const isKept = keeps && /^\d+$/.test(name);
          return isKept ? { source: keptSource(name), upload: name, progress: 1, failed: false } : undefined;
        }
        const { preview, upload, kept, progress, error } = found;
        const stored = upload ? (kept ? keptSource : uploadSource)(upload.id) : '';
        return { source: preview ?? stored, upload: upload?.id, progress, failed: error !== undefined };
      },
    }),
    [files, add, slot, keeps],
  );
}
