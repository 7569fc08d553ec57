// Sends one file of mails with its progress. `fetch` cannot report progress of what is sent, hence XHR.
import { address } from '@/lib/api/client';
import { ownRequest } from '@/lib/api/own-requests';
import { ApiProblem, problemFrom } from '@/lib/api/problem';
import type { ImportReport } from '@/lib/api/types';

/** Imports a file into a mailbox; `onProgress` hears the share that is sent, from 0 to 1. */
export function importFile(
  mailbox: string,
  file: File,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<ImportReport> {
  return new Promise((resolve, reject) => {
    const request = ownRequest('POST', address(`/mailboxes/${mailbox}/import`, { name: file.name }));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 200) resolve(request.response as ImportReport);
      else reject(problemFrom({ status: request.status }, request.response));
    };
    request.onerror = () => reject(new ApiProblem({ status: 0, code: 'offline', detail: '' }));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
