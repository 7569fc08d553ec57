// The files of an answer or forward: each uploads at once, with its progress, and can be taken away again.
import { useCallback, useRef, useState } from 'react';
import type { Upload } from '@/lib/api/types';
import { deleteUpload } from './api/delete-upload';
import { type Uploading, uploadFile } from './api/upload-file';
import type { FileSlot } from './draft';

export type FileState = {
  key: number;
  slot: FileSlot;
  name: string;
  size_octets: number;
  /** The share that is sent, from 0 to 1. */
  progress: number;
  upload?: Upload;
  error?: unknown;
};

/** `onChange` hears when the files of a draft are others. */
export function useFiles(onChange: (slot: FileSlot) => void) {
  const [files, setFiles] = useState<FileState[]>([]);
  const running = useRef(new Map<number, Uploading>());
  const next = useRef(0);
  const current = useRef(files);
  current.current = files;

  const put = useCallback(
    (key: number, change: Partial<FileState>) =>
      setFiles((before) => before.map((file) => (file.key === key ? { ...file, ...change } : file))),
    [],
  );

  const add = useCallback(
    (slot: FileSlot, chosen: File[]) => {
      for (const file of chosen) {
        const key = next.current++;
        const { name, size } = file;
        setFiles((before) => [...before, { key, slot, name, size_octets: size, progress: 0 }]);
        const uploading = uploadFile(file, (progress) => put(key, { progress }));
        running.current.set(key, uploading);
        uploading.done
          .then((upload) => {
            put(key, { upload, progress: 1 });
            onChange(slot);
          })
          .catch((error: unknown) => put(key, { error }))
          .finally(() => running.current.delete(key));
      }
    },
    [put, onChange],
  );

  const remove = useCallback(
    (file: FileState) => {
      running.current.get(file.key)?.stop();
      // What stays behind when this fails is swept by the server.
      if (file.upload) deleteUpload(file.upload.id).catch(() => undefined);
      setFiles((before) => before.filter((other) => other.key !== file.key));
      onChange(file.slot);
    },
    [onChange],
  );

  /** Shows the files of a draft that the server had. */
  const restore = useCallback((slot: FileSlot, uploads: Upload[]) => {
    const restored = uploads.map((upload) => ({
      key: next.current++,
      slot,
      name: upload.name,
      size_octets: upload.size_octets,
      progress: 1,
      upload,
    }));
    setFiles((before) => [...before.filter((file) => file.slot !== slot), ...restored]);
  }, []);

  const uploadsOf = useCallback(
    (slot: FileSlot) =>
      current.current.flatMap((file) => (file.slot === slot && file.upload ? [file.upload] : [])),
    [],
  );
  const clear = useCallback(
    (slot: FileSlot) => setFiles((before) => before.filter((file) => file.slot !== slot)),
    [],
  );
  return { files, add, remove, restore, clear, uploadsOf };
}
