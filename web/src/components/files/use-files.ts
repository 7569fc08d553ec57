// The files of what somebody writes, and the pictures in its text: each uploads as soon as it is its turn, with its
// progress, and can be stopped, tried again, or taken away.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ApiProblem } from '@/lib/api/problem';
import type { Upload } from '@/lib/api/types';
import { UPLOAD_OCTETS_MAX } from '@/lib/limits';
import { deleteUpload } from '@/lib/requests/delete-upload';
import { picturesIn } from '../rich-text/rich-value';
import { uploadQueue } from './upload-queue';

export type FileState = {
  key: number;
  /** The draft or the field that it belongs to. */
  slot: string;
  name: string;
  size_octets: number;
  /** The share that is sent, from 0 to 1. */
  progress: number;
  /** Whether it waits for its turn to be sent. */
  waits?: boolean;
  /** Whether it is a picture of the text; it counts while the text shows it. */
  inline: boolean;
  /** What is sent, for another try. */
  file?: File;
  /** Where the browser shows its own copy. */
  preview?: string;
  upload?: Upload;
  /** Whether a template or a signature keeps it already, so that it is no upload. */
  kept?: boolean;
  error?: unknown;
};

/** `onChange` hears when the files of a draft are others; `largest` is what a file may have that is no picture, octets. */
export function useFiles(onChange: (slot: string) => void, largest = UPLOAD_OCTETS_MAX) {
  const [files, setFiles] = useState<FileState[]>([]);
  const next = useRef(0);
  const current = useRef(files);
  current.current = files;
  const limit = useRef(largest);
  limit.current = largest;

  const put = useCallback(
    (key: number, change: Partial<FileState>) =>
      setFiles((before) => before.map((file) => (file.key === key ? { ...file, ...change } : file))),
    [],
  );

  const changed = useRef(onChange);
  changed.current = onChange;
  const slots = useRef(new Map<number, string>());
  const queue = useMemo(
    () =>
      uploadQueue((key, news) => {
        put(key, news);
        if (news.upload) changed.current(slots.current.get(key) ?? '');
      }),
    [put],
  );

  const send = useCallback(
    (key: number, slot: string, file: File, inline: boolean) => {
      const max = inline ? UPLOAD_OCTETS_MAX : limit.current;
      if (file.size > max) return put(key, { error: tooLarge(max) });
      slots.current.set(key, slot);
      queue.add(key, file);
    },
    [put, queue],
  );

  /** Begins to upload them; returns their keys. */
  const add = useCallback(
    (slot: string, chosen: File[], inline = false): number[] =>
      chosen.map((file) => {
        const key = next.current++;
        const preview = inline ? URL.createObjectURL(file) : undefined;
        const begun = {
          key,
          slot,
          name: file.name,
          size_octets: file.size,
          progress: 0,
          inline,
          file,
          preview,
        };
        setFiles((before) => [...before, begun]);
        send(key, slot, file, inline);
        return key;
      }),
    [send],
  );

  const retry = useCallback(
    ({ key, slot, file, inline }: FileState) => {
      if (!file) return;
      put(key, { error: undefined, progress: 0 });
      send(key, slot, file, inline);
    },
    [put, send],
  );

  const remove = useCallback(
    (file: FileState) => {
      queue.drop(file.key);
      // What stays behind when this fails is swept by the server.
      if (file.upload && !file.kept) deleteUpload(file.upload.id).catch(() => undefined);
      setFiles((before) => before.filter((other) => other.key !== file.key));
      onChange(file.slot);
    },
    [onChange, queue],
  );

  const known = useCallback((slot: string, uploads: Upload[], html: string | null, kept: boolean) => {
    const shown = picturesIn(html);
    return uploads.map((upload) => ({
      key: next.current++,
      slot,
      name: upload.name,
      size_octets: upload.size_octets,
      progress: 1,
      inline: shown.includes(upload.id),
      upload,
      kept,
    }));
  }, []);

  /** Shows the files of a draft that the server had; those that its text shows stand there alone. */
  const restore = useCallback(
    (slot: string, uploads: Upload[], html: string | null, kept = false) => {
      const restored = known(slot, uploads, html, kept);
      setFiles((before) => [...before.filter((file) => file.slot !== slot), ...restored]);
    },
    [known],
  );

  /** Adds files that the server has already, as those of a template; returns their keys. */
  const adopt = useCallback(
    (slot: string, uploads: Upload[], html: string | null): number[] => {
      const adopted = known(slot, uploads, html, false);
      setFiles((before) => [...before, ...adopted]);
      if (adopted.length > 0) onChange(slot);
      return adopted.map(({ key }) => key);
    },
    [known, onChange],
  );

  /** The uploads of a draft whose text is this. */
  const uploadsOf = useCallback(
    (slot: string, html: string | null) =>
      ofText(
        current.current.filter((file) => file.slot === slot),
        html,
      ).flatMap(({ upload }) => upload ?? []),
    [],
  );
  const clear = useCallback(
    (slot: string) => {
      const gone = current.current.filter((file) => file.slot === slot);
      gone.forEach(forget);
      for (const { key } of gone) queue.drop(key);
      setFiles((before) => before.filter((file) => file.slot !== slot));
    },
    [queue],
  );
  useEffect(
    () => () => {
      current.current.forEach(forget);
      queue.end();
    },
    [queue],
  );
  return { files, add, adopt, retry, remove, restore, clear, uploadsOf };
}

/** Those that go with a text: a picture that was taken out of it stays only for the way back. */
export function ofText(files: FileState[], html: string | null): FileState[] {
  const shown = picturesIn(html);
  return files.filter(({ inline, upload }) => !inline || (upload !== undefined && shown.includes(upload.id)));
}

/** Why what these files belong to cannot be sent or saved yet, as a key of the catalogue. */
export function waitsFor(files: FileState[]): 'reply.waitUpload' | 'reply.mendUpload' | undefined {
  if (files.some(({ upload, error }) => !upload && error === undefined)) return 'reply.waitUpload';
  return files.some(({ error }) => error !== undefined) ? 'reply.mendUpload' : undefined;
}

function forget({ preview }: FileState) {
  if (preview) URL.revokeObjectURL(preview);
}

function tooLarge(max: number): ApiProblem {
  const params = { max_mb: String(Math.floor(max / 1024 / 1024)) };
  return new ApiProblem({ status: 413, code: 'upload.too_large', detail: '', params });
}
