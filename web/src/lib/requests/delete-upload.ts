import { api, take } from '@/lib/api/client';

/** Throws an uploaded file away that no mail uses. */
export function deleteUpload(id: string): Promise<unknown> {
  return take(api.DELETE('/uploads/{id}', { params: { path: { id } } }));
}
