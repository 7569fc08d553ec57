import { address, api, take } from '@/lib/api/client';
import { ownFetch } from '@/lib/api/own-requests';
import { ApiProblem, problemFrom } from '@/lib/api/problem';
import type { DryRunAnswer, FilterInput, Upload } from '@/lib/api/types';

/** Tries a filter on a mail that the user brings as a file. */
export async function dryRunFile(
  file: File,
  asked: { id?: string; filter: FilterInput },
): Promise<DryRunAnswer> {
  const { id: upload_id } = await uploaded(file);
  return take(api.POST('/filters/dry-run/file', { body: { ...asked, upload_id } }));
}

async function uploaded(file: File): Promise<Upload> {
  const headers = { 'content-type': file.type || 'message/rfc822' };
  const send = ownFetch(address('/uploads', { name: file.name }), { method: 'POST', body: file, headers });
  const response = await send.catch(() => {
    throw new ApiProblem({ status: 0, code: 'offline', detail: '' });
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemFrom(response, body);
  return body as Upload;
}
