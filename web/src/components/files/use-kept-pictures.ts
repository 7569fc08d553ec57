// The pictures of texts that are kept with them, as signatures: what is chosen here is uploaded at once, and the text
// keeps what it shows when it is saved.
import { useCallback } from 'react';
import { useFiles, waitsFor } from './use-files';
import { usePictures } from './use-pictures';

const SLOT = 'kept';

/** Pictures for the fields of one form, and why it cannot be saved yet, as a key of the catalogue. */
export function useKeptPictures() {
  const files = useFiles(useCallback(() => undefined, []));
  return { files, pictures: usePictures(files, SLOT, true), waits: waitsFor(files.files) };
}
