// The files of an answer: each uploads at once, with its progress, and can be taken away again.
import { useCallback, useRef, useState } from 'react';
import type { Upload } from '@/lib/api/types';
import { deleteUpload } from './api/delete-upload';
import { type Uploading, uploadFile } from './api/upload-file';

export type FileState = {
  key: number;
  name: string;
  size_octets: number;
  /** The share that is sent, from 0 to 1. */
  progress: number;
  upload?: Upload;
  error?: unknown;
};

export function useFiles() {
  const [files, setFiles] = useState<FileState[]>([]);
  const running = useRef(new Map<number, Uploading>());
  const next = useRef(0);

  const put = useCallback(
    (key: number, change: Partial<FileState>) =>
      setFiles((before) => before.map((file) => (file.key === key ? { ...file, ...change } : file))),
    [],
  );

  const add = useCallback(
    (chosen: File[]) => {
      for (const file of chosen) {
        const key = next.current++;
        setFiles((before) => [...before, { key, name: file.name, size_octets: file.size, progress: 0 }]);
        const uploading = uploadFile(file, (progress) => put(key, { progress }));
        running.current.set(key, uploading);
        uploading.done
          .then((upload) => put(key, { upload, progress: 1 }))
          .catch((error: unknown) => put(key, { error }))
          .finally(() => running.current.delete(key));
      }
    },
    [put],
  );

  const remove = useCallback((file: FileState) => {
    running.current.get(file.key)?.stop();
    // What stays behind when this fails is swept by the server.
    if (file.upload) deleteUpload(file.upload.id).catch(() => undefined);
    setFiles((before) => before.filter((other) => other.key !== file.key));
  }, []);

  const clear = useCallback(() => setFiles([]), []);
  const uploads = files.flatMap((file) => (file.upload ? [file.upload] : []));
  const busy = files.some((file) => !file.upload && !file.error);
  return { files, uploads, busy, add, remove, clear };
}
