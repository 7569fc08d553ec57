// The pictures of a text, as the editor finds them among the files.
import { useMemo } from 'react';
import type { Pictures } from '@/components/rich-text/rich-value';
import { address } from '@/lib/api/client';
import type { FileSlot } from './draft';
import type { useFiles } from './use-files';

export function usePictures({ files, add }: ReturnType<typeof useFiles>, slot: FileSlot): Pictures {
  return useMemo(
    () => ({
      add: (chosen) => add(slot, chosen, true).map((key) => `k${key}`),
      find: (name) => {
        const found = files.find(({ key, upload }) => name === `k${key}` || name === upload?.id);
        if (!found) return undefined;
        const { preview, upload, progress, error } = found;
        const source = preview ?? (upload ? address(`/uploads/${upload.id}`) : '');
        return { source, upload: upload?.id, progress, failed: error !== undefined };
      },
    }),
    [files, add, slot],
  );
}
