// Files of mails on their way into a mailbox: one after the other, each with what became of it.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ImportReport } from '@/lib/api/types';
import { importFile } from './api/import-file';

export type ImportedFile = {
  name: string;
  size_octets: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'stopped';
  /** The share that is sent, from 0 to 1. */
  progress: number;
  report?: ImportReport;
  error?: unknown;
};

/** The sums over all files that came to an end. */
export function sumsOf(files: ImportedFile[]): Pick<ImportReport, 'stored' | 'known' | 'refused'> {
  const sum = (of: 'stored' | 'known' | 'refused') =>
    files.reduce((total, file) => total + (file.report?.[of] ?? 0), 0);
  return { stored: sum('stored'), known: sum('known'), refused: sum('refused') };
}

/** Starts, watches and stops; a file that fails stops no other. */
export function useImportFiles() {
  const client = useQueryClient();
  const [files, setFiles] = useState<ImportedFile[]>([]);
  const control = useRef<AbortController>(null);
  useEffect(() => () => control.current?.abort(), []);
  const put = (index: number, change: Partial<ImportedFile>) =>
    setFiles((before) => before.map((file, at) => (at === index ? { ...file, ...change } : file)));

  const start = async (mailbox: string, chosen: File[]) => {
    const mine = new AbortController();
    control.current = mine;
    const { signal } = mine;
    setFiles(chosen.map(({ name, size }) => ({ name, size_octets: size, state: 'waiting', progress: 0 })));
    for (const [index, file] of chosen.entries()) {
      if (signal.aborted) {
        put(index, { state: 'stopped' });
        continue;
      }
      put(index, { state: 'sending' });
      const onProgress = (progress: number) => put(index, { progress });
      await importFile(mailbox, file, { signal, onProgress })
        .then((report) => put(index, { state: 'done', progress: 1, report }))
        .catch((error: unknown) =>
          put(index, signal.aborted ? { state: 'stopped' } : { state: 'failed', error }),
        );
    }
    for (const key of ['intake', 'cases', 'summary']) void client.invalidateQueries({ queryKey: [key] });
  };

  return {
    files,
    running: files.some(({ state }) => state === 'waiting' || state === 'sending'),
    start: (mailbox: string, chosen: File[]) => void start(mailbox, chosen),
    stop: () => control.current?.abort(),
    clear: () => setFiles([]),
  };
}
