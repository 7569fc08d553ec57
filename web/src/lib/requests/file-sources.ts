// Where the bytes of files are that pictures show.
import { address } from '@/lib/api/client';

/** Of an upload of one's own. */
export function uploadSource(id: string): string {
  return address(`/uploads/${id}`);
}

/** Of a file that a template or a signature keeps. */
export function keptSource(id: string): string {
  return address(`/kept-files/${id}`);
}
