// Uploads one file with its progress. `fetch` cannot report progress of what is sent, hence XHR.
import { address } from '@/lib/api/client';
import { ownRequest } from '@/lib/api/own-requests';
import { ApiProblem, problemFrom } from '@/lib/api/problem';
import type { Upload } from '@/lib/api/types';

export type Uploading = { done: Promise<Upload>; stop: () => void };

/** Starts the upload; `onProgress` hears the share that is sent, from 0 to 1. */
export function uploadFile(file: File, onProgress: (share: number) => void): Uploading {
  let sent: ReturnType<typeof ownRequest> | undefined;
  const done = new Promise<Upload>((resolve, reject) => {
    const request = ownRequest('POST', address('/uploads', { name: file.name }));
    sent = request;
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as Upload);
      else reject(problemFrom({ status: request.status }, request.response));
    };
    request.onerror = () => reject(new ApiProblem({ status: 0, code: 'offline', detail: '' }));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    request.send(file);
  });
  return { done, stop: () => sent?.abort() };
}
